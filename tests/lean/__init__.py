"""Tests of cdktf_lean."""
