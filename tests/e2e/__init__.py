"""Tests that apply for real, on a local AWS."""
