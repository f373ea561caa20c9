"""Tests of the local AWS, by clients nobody here wrote."""
