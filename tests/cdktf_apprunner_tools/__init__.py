"""Tests of the tools, in the tools' folders."""
