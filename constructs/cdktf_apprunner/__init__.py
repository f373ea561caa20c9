"""AWS App Runner services from Python: constructs that apply the first time and plan empty the second.

Examples
--------
>>> from cdktf_apprunner import AppRunnerService, EcrImage
>>> service = AppRunnerService(stack, "web", service_name="shop", source=EcrImage("shop", tag="v1.4.2"))
"""

from cdktf_apprunner import aws  # noqa: F401  # first: it turns lean loading on, before cdktf starts Node
from cdktf_apprunner.credentials import PlainText
from cdktf_apprunner.domains import CustomDomain
from cdktf_apprunner.errors import ConfigurationError, Problem, collect_problems
from cdktf_apprunner.health_check import HealthCheck
from cdktf_apprunner.instance import Instance
from cdktf_apprunner.log_retention import LogRetention
from cdktf_apprunner.private_ingress import PrivateIngress
from cdktf_apprunner.registry import ContainerRegistry
from cdktf_apprunner.scaling import AutoScaling
from cdktf_apprunner.secrets import Secret
from cdktf_apprunner.service import AppRunnerService
from cdktf_apprunner.source import EcrImage, EcrPublicImage, Rollout
from cdktf_apprunner.vpc_connector import VpcConnector

__all__ = [
    "AppRunnerService",
    "AutoScaling",
    "ConfigurationError",
    "ContainerRegistry",
    "CustomDomain",
    "EcrImage",
    "EcrPublicImage",
    "HealthCheck",
    "Instance",
    "LogRetention",
    "PlainText",
    "PrivateIngress",
    "Problem",
    "Rollout",
    "Secret",
    "VpcConnector",
    "collect_problems",
]
