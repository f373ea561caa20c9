"""Tests of the makers of pages."""
