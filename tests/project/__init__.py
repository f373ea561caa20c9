"""Tests of this repository: its files, its app and its four stacks."""
