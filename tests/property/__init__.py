"""Properties of whole environments."""
