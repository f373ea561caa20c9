"""Lean and stock write the same bytes."""

import pytest

from tests.support import project
from tests.support.project import contents

pytestmark = pytest.mark.slow
MANY = """
import os
from cdktf import App, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.acm_certificate import AcmCertificate
from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import CloudwatchMetricAlarm
from cdktf_cdktf_provider_aws.data_aws_ami import DataAwsAmi, DataAwsAmiFilter
from cdktf_cdktf_provider_aws.data_aws_caller_identity import DataAwsCallerIdentity
from cdktf_cdktf_provider_aws.data_aws_iam_policy_document import (
    DataAwsIamPolicyDocument, DataAwsIamPolicyDocumentStatement)
from cdktf_cdktf_provider_aws.dynamodb_table import DynamodbTable, DynamodbTableAttribute
from cdktf_cdktf_provider_aws.ecs_cluster import EcsCluster
from cdktf_cdktf_provider_aws.eip import Eip
from cdktf_cdktf_provider_aws.iam_policy import IamPolicy
from cdktf_cdktf_provider_aws.instance import Instance
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket, S3BucketVersioning
from cdktf_cdktf_provider_aws.secretsmanager_secret import SecretsmanagerSecret
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from cdktf_cdktf_provider_aws.ssm_parameter import SsmParameter
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc
from cdktf_cdktf_provider_random.pet import Pet
from cdktf_cdktf_provider_random.provider import RandomProvider

app = App(outdir=os.environ["OUTDIR"])
stack = TerraformStack(app, "many")
AwsProvider(stack, "aws", region="eu-west-1")
RandomProvider(stack, "random")
pet = Pet(stack, "pet", length=2)
identity = DataAwsCallerIdentity(stack, "identity")
ami = DataAwsAmi(stack, "ami", most_recent=True, owners=["amazon"],
    filter=[DataAwsAmiFilter(name="name", values=["al2023-*"])])
vpc = Vpc(stack, "vpc", cidr_block="10.0.0.0/16")
subnet = Subnet(stack, "subnet", vpc_id=vpc.id, cidr_block="10.0.1.0/24")
instance = Instance(stack, "instance", ami=ami.id, instance_type="t3.micro", subnet_id=subnet.id)
Eip(stack, "eip", instance=instance.id)
bucket = S3Bucket(stack, "bucket", bucket=f"{pet.id}-files", versioning=S3BucketVersioning(enabled=True))
document = DataAwsIamPolicyDocument(stack, "document", statement=[
    DataAwsIamPolicyDocumentStatement(actions=["s3:GetObject"], resources=[f"{bucket.arn}/*"])])
IamPolicy(stack, "policy", policy=document.json)
DynamodbTable(stack, "table", name="items", hash_key="id", billing_mode="PAY_PER_REQUEST",
    attribute=[DynamodbTableAttribute(name="id", type="S")])
LambdaFunction(stack, "function", function_name="f",
    role=f"arn:aws:iam::{identity.account_id}:role/f",
    handler="f.main", runtime="python3.12", filename="f.zip")
topic = SnsTopic(stack, "topic")
SqsQueue(stack, "queue", kms_master_key_id=KmsKey(stack, "key").key_id)
CloudwatchMetricAlarm(stack, "alarm", alarm_name="a", comparison_operator="GreaterThanThreshold",
    evaluation_periods=1, metric_name="m", namespace="n", period=60, statistic="Sum", threshold=1,
    alarm_actions=[topic.arn])
CloudwatchEventRule(stack, "rule", schedule_expression="rate(1 day)")
SsmParameter(stack, "parameter", name="/p", type="String", value=pet.id)
SecretsmanagerSecret(stack, "secret", name="s")
EcsCluster(stack, "cluster", name="c")
AcmCertificate(stack, "certificate", domain_name="example.com", validation_method="DNS")

def late():
    from cdktf_cdktf_provider_aws.efs_file_system import EfsFileSystem, EfsFileSystemLifecyclePolicy
    from cdktf_cdktf_provider_random.password import Password
    system = EfsFileSystem(stack, "files",
        lifecycle_policy=[EfsFileSystemLifecyclePolicy(transition_to_ia="AFTER_30_DAYS")])
    assert isinstance(stack.node.find_child("files"), EfsFileSystem)
    TerraformOutput(stack, "files_arn", value=system.arn)
    password = Password(stack, "password", length=9)
    TerraformOutput(stack, "password_value", value=password.result, sensitive=True)

late()
app.synth()
"""


@pytest.mark.long
def test_many_submodules_and_two_providers(run, tmp_path):
    lean = run(MANY, OUTDIR=str(tmp_path / "lean"))
    assert (lean.returncode, lean.stderr) == (0, "")
    stock = run(MANY, OUTDIR=str(tmp_path / "stock"), CDKTF_LEAN="off")
    assert stock.returncode == 0, stock.stderr
    assert contents(tmp_path / "lean") == contents(tmp_path / "stock")
    assert b"aws_efs_file_system" in (tmp_path / "lean/stacks/many/cdk.tf.json").read_bytes()


def test_the_whole_app(app, stacks, tmp_path):
    outdir = tmp_path / "cdktf.out"
    done = project.run("main.py", folder=app, CDKTF_OUTDIR=str(outdir), CDKTF_LEAN="off")
    assert done.returncode == 0, done.stderr
    assert contents(outdir) == contents(stacks)
