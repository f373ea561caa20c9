"""The environments: one file each, named as the environment; adding one is adding a file."""
