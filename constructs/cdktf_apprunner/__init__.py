"""CDKTF constructs for AWS App Runner: the first apply works, and the next plan is empty.

Examples
--------
>>> from cdktf_apprunner import AppRunnerService, EcrImage
>>> service = AppRunnerService(stack, "web", service_name="shop", source=EcrImage("shop", tag="v1.4.2"))
"""

from cdktf_apprunner import aws  # noqa: F401  # first: it enables lean loading before cdktf starts Node
from cdktf_apprunner.alarms.alarms import Alarms
from cdktf_apprunner.alarms.thresholds import Latency, LogErrors, Threshold
from cdktf_apprunner.alarms.topic import AlarmTopic
from cdktf_apprunner.checks.credentials import PlainText
from cdktf_apprunner.checks.errors import ConfigurationError, Problem, collect_problems
from cdktf_apprunner.domains import CustomDomain
from cdktf_apprunner.health_check import HealthCheck
from cdktf_apprunner.instance import Instance
from cdktf_apprunner.log_retention import LogRetention
from cdktf_apprunner.private_ingress import IngressEndpoint, PrivateIngress
from cdktf_apprunner.registry import ContainerRegistry
from cdktf_apprunner.scaling import AutoScaling, AutoScalingConfiguration
from cdktf_apprunner.secrets import Secret
from cdktf_apprunner.service import AppRunnerService
from cdktf_apprunner.sources.code_repository import CodeRepository
from cdktf_apprunner.sources.connection import Connection
from cdktf_apprunner.sources.ecr_image import EcrImage
from cdktf_apprunner.sources.ecr_public_image import EcrPublicImage
from cdktf_apprunner.sources.source import Rollout
from cdktf_apprunner.vpc_connector import VpcConnector

__all__ = [
    "AlarmTopic",
    "Alarms",
    "AppRunnerService",
    "AutoScaling",
    "AutoScalingConfiguration",
    "CodeRepository",
    "ConfigurationError",
    "Connection",
    "ContainerRegistry",
    "CustomDomain",
    "EcrImage",
    "EcrPublicImage",
    "HealthCheck",
    "IngressEndpoint",
    "Instance",
    "Latency",
    "LogErrors",
    "LogRetention",
    "PlainText",
    "PrivateIngress",
    "Problem",
    "Rollout",
    "Secret",
    "Threshold",
    "VpcConnector",
    "collect_problems",
]
