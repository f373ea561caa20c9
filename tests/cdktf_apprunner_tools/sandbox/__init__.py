"""Tests of the local AWS, through AWS's own clients."""
