"""Tests of this repository: its files, its app, and the example's four stacks."""
