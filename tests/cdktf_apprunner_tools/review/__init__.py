"""Tests of the plan review, and the plans for them."""
