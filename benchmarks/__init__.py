"""How fast synthesis is, compared with the stock bindings and with other ways to write the same service."""
