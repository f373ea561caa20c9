"""Tests of ``cdktf-apprunner new`` and ``upgrade``."""
