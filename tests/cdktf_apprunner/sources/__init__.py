"""Tests of images and source code."""
