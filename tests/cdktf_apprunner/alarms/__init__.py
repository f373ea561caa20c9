"""Tests of alarms, their topics, failures and the dashboard."""
