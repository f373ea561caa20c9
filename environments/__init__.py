"""The environments: one file each, named as the environment; adding one is adding a file."""

import cdktf_lean

cdktf_lean.enable()  # before a module here imports cdktf
