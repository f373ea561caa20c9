"""Tests of environments: loading, checking, and writing their stacks."""
