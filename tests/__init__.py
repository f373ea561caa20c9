"""The tests: a folder for each package, this repository, its pages, and whole deployments."""
