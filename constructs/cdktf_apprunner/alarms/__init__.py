"""Alarms, the topics they notify, failure events and the dashboard of a service."""
