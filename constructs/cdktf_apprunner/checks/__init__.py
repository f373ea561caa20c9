"""The checks of values at synthesis, and the problems that they report."""
