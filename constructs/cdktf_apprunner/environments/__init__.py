"""Environments: what a user's files set, and how they become stacks.

A user's file sets ``environment`` to an `Environment`; ``registry.py`` sets ``registry`` to a `Registry`.
These files import only from here and from `cdktf_apprunner`. ``main.py`` calls the functions.

Examples
--------
>>> from cdktf_apprunner.environments import Environment, LocalState
"""

from cdktf_apprunner.environments._discovery import EnvironmentsError, Loaded, load
from cdktf_apprunner.environments._output import write
from cdktf_apprunner.environments._printing import print_problems, print_stacks
from cdktf_apprunner.environments.backends import LocalState, S3State, TerraformCloud
from cdktf_apprunner.environments.environment import Environment, Permission, Vpc
from cdktf_apprunner.environments.guard import Production
from cdktf_apprunner.environments.registry import Registry

__all__ = [
    "Environment",
    "EnvironmentsError",
    "Loaded",
    "LocalState",
    "Permission",
    "Production",
    "Registry",
    "S3State",
    "TerraformCloud",
    "Vpc",
    "load",
    "print_problems",
    "print_stacks",
    "write",
]
