"""Tests of lean loading."""
