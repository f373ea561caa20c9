"""Reads Terraform plans and writes the comment that a pull request gets: ``python -m tools.planreview``."""
