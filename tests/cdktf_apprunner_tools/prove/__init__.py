"""Tests of the conformance suite, with a local AWS as the real account."""
