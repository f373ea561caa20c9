"""Runs checkov on what the app synthesizes."""
