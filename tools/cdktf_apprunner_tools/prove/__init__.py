"""The conformance suite: scenarios that run against the local AWS, and against a real account."""
