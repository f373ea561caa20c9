"""The provider classes that the library uses. Only this module imports them."""

import cdktf_lean

cdktf_lean.enable()

from cdktf_cdktf_provider_aws.apprunner_auto_scaling_configuration_version import (
    ApprunnerAutoScalingConfigurationVersion,
)
from cdktf_cdktf_provider_aws.apprunner_connection import ApprunnerConnection
from cdktf_cdktf_provider_aws.apprunner_custom_domain_association import ApprunnerCustomDomainAssociation
from cdktf_cdktf_provider_aws.apprunner_deployment import ApprunnerDeployment
from cdktf_cdktf_provider_aws.apprunner_observability_configuration import (
    ApprunnerObservabilityConfiguration,
)
from cdktf_cdktf_provider_aws.apprunner_service import ApprunnerService
from cdktf_cdktf_provider_aws.apprunner_vpc_connector import ApprunnerVpcConnector
from cdktf_cdktf_provider_aws.apprunner_vpc_ingress_connection import ApprunnerVpcIngressConnection
from cdktf_cdktf_provider_aws.cloudwatch_dashboard import CloudwatchDashboard
from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from cdktf_cdktf_provider_aws.cloudwatch_event_target import CloudwatchEventTarget
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.cloudwatch_log_metric_filter import CloudwatchLogMetricFilter
from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import (
    CloudwatchMetricAlarm,
    CloudwatchMetricAlarmMetricQuery,
    CloudwatchMetricAlarmMetricQueryMetric,
)
from cdktf_cdktf_provider_aws.data_aws_apprunner_hosted_zone_id import DataAwsApprunnerHostedZoneId
from cdktf_cdktf_provider_aws.data_aws_caller_identity import DataAwsCallerIdentity
from cdktf_cdktf_provider_aws.data_aws_cloudwatch_log_groups import DataAwsCloudwatchLogGroups
from cdktf_cdktf_provider_aws.data_aws_ecr_image import DataAwsEcrImage
from cdktf_cdktf_provider_aws.data_aws_iam_role import DataAwsIamRole
from cdktf_cdktf_provider_aws.data_aws_kms_key import DataAwsKmsKey
from cdktf_cdktf_provider_aws.data_aws_partition import DataAwsPartition
from cdktf_cdktf_provider_aws.data_aws_region import DataAwsRegion
from cdktf_cdktf_provider_aws.data_aws_route53_zone import DataAwsRoute53Zone
from cdktf_cdktf_provider_aws.data_aws_vpc import DataAwsVpc
from cdktf_cdktf_provider_aws.data_aws_wafv2_web_acl import DataAwsWafv2WebAcl
from cdktf_cdktf_provider_aws.ecr_lifecycle_policy import EcrLifecyclePolicy
from cdktf_cdktf_provider_aws.ecr_repository import EcrRepository, EcrRepositoryEncryptionConfiguration
from cdktf_cdktf_provider_aws.ecr_repository_policy import EcrRepositoryPolicy
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderDefaultTags
from cdktf_cdktf_provider_aws.route53_record import Route53Record
from cdktf_cdktf_provider_aws.scheduler_schedule import SchedulerSchedule
from cdktf_cdktf_provider_aws.security_group import SecurityGroup, SecurityGroupEgress, SecurityGroupIngress
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sns_topic_policy import SnsTopicPolicy
from cdktf_cdktf_provider_aws.sns_topic_subscription import SnsTopicSubscription
from cdktf_cdktf_provider_aws.vpc_endpoint import VpcEndpoint
from cdktf_cdktf_provider_aws.wafv2_web_acl_association import Wafv2WebAclAssociation

__all__ = [
    "ApprunnerAutoScalingConfigurationVersion",
    "ApprunnerConnection",
    "ApprunnerCustomDomainAssociation",
    "ApprunnerDeployment",
    "ApprunnerObservabilityConfiguration",
    "ApprunnerService",
    "ApprunnerVpcConnector",
    "ApprunnerVpcIngressConnection",
    "AwsProvider",
    "AwsProviderDefaultTags",
    "CloudwatchDashboard",
    "CloudwatchEventRule",
    "CloudwatchEventTarget",
    "CloudwatchLogGroup",
    "CloudwatchLogMetricFilter",
    "CloudwatchMetricAlarm",
    "CloudwatchMetricAlarmMetricQuery",
    "CloudwatchMetricAlarmMetricQueryMetric",
    "DataAwsApprunnerHostedZoneId",
    "DataAwsCallerIdentity",
    "DataAwsCloudwatchLogGroups",
    "DataAwsEcrImage",
    "DataAwsIamRole",
    "DataAwsKmsKey",
    "DataAwsPartition",
    "DataAwsRegion",
    "DataAwsRoute53Zone",
    "DataAwsVpc",
    "DataAwsWafv2WebAcl",
    "EcrLifecyclePolicy",
    "EcrRepository",
    "EcrRepositoryEncryptionConfiguration",
    "EcrRepositoryPolicy",
    "IamRole",
    "IamRolePolicy",
    "IamRolePolicyAttachment",
    "KmsKey",
    "Route53Record",
    "SchedulerSchedule",
    "SecurityGroup",
    "SecurityGroupEgress",
    "SecurityGroupIngress",
    "SnsTopic",
    "SnsTopicPolicy",
    "SnsTopicSubscription",
    "VpcEndpoint",
    "Wafv2WebAclAssociation",
]
