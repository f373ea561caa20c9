"""How fast synthesis is, against the stock bindings and other ways to write the same service."""
