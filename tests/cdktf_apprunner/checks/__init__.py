"""Tests of the checks that every value goes through."""
