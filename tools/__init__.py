"""Programs around the construct library: a local AWS and small helpers of the Makefile."""
