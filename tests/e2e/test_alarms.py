"""Alarms, failures, dashboard and shared scaling on a local AWS: created, notified, changed, removed."""

import json
import time

import pytest

from cdktf_apprunner import (
    Alarms,
    AlarmTopic,
    AppRunnerService,
    AutoScaling,
    AutoScalingConfiguration,
    Latency,
    LogErrors,
    Threshold,
    aws,
)
from cdktf_apprunner.terraform import AWS_PROVIDER
from tests.support.account import ACCOUNT, REGION
from tests.support.deployment import Deployment
from tests.support.services import IMAGE

pytestmark = pytest.mark.terraform
EVERYTHING = Alarms(
    topic=AlarmTopic(emails=["team@example.com"]),
    critical_topic=AlarmTopic(emails=["on-call@example.com"]),
    dashboard=True,
)
EVERYTHING_ELSE = Alarms(
    topic=AlarmTopic(emails=["everybody@example.com"]),
    server_error_rate=Threshold(warning=0.5, minutes=1),
    latency=Latency(percentile=95, critical=2000),
    cpu=Threshold(critical=90),
    memory=None,
    at_maximum=Threshold(warning=50, critical=100, minutes=30),
    no_instances=Threshold(warning=1, critical=10),
    log_errors=LogErrors(pattern='"out of memory"', critical=3, minutes=1),
    dashboard=True,
)
QUIET = {
    "Requests": [1000],
    "2xxStatusResponses": [991],
    "5xxStatusResponses": [9],
    "RequestLatency": [900] * 100,
    "CPUUtilization": [79],
    "MemoryUtilization": [79],
}
"""A little below every threshold, but requests without an active instance."""
LOUD = {
    "5xxStatusResponses": [51],
    "RequestLatency": [4000] * 10,
    "CPUUtilization": [100] * 9,
    "MemoryUtilization": [100] * 9,
    "ActiveInstances": [2],
}


class Queue:
    """A queue that receives the messages of a topic."""

    def __init__(self, sandbox, topic):
        self.sqs = sandbox.client("sqs")
        self.url = self.sqs.create_queue(QueueName=topic)["QueueUrl"]
        sandbox.client("sns").subscribe(
            TopicArn=f"arn:aws:sns:{REGION}:{ACCOUNT}:{topic}",
            Protocol="sqs",
            Endpoint=f"arn:aws:sqs:{REGION}:{ACCOUNT}:{topic}",
        )
        self.messages = []

    def receive(self):
        """Receive every message, and return all received so far."""
        while found := self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10).get("Messages"):
            for message in found:
                self.messages.append(json.loads(message["Body"])["Message"])
                self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        return self.messages

    def alarms(self):
        """Return the last state of each alarm in the messages."""
        messages = [json.loads(text) for text in self.receive() if text.startswith("{")]
        return {item["AlarmName"]: item["NewStateValue"] for item in messages}


def ringing(sandbox):
    alarms = sandbox.client("cloudwatch").describe_alarms()["MetricAlarms"]
    return {alarm["AlarmName"] for alarm in alarms if alarm["StateValue"] == "ALARM"}


def wait_for(look, wanted):
    for _ in range(100):
        if (seen := look()) == wanted:
            return
        time.sleep(0.1)
    assert seen == wanted


def stack(max_size, *, other_scaling=None, **settings):
    """Return a stack of two services: one with alarms, one with the same scaling or a given one."""
    from cdktf import TerraformStack, Testing

    made = TerraformStack(Testing.app(), "stack")
    aws.AwsProvider(made, "aws", region=REGION)
    made.add_override("terraform.required_providers.aws.version", AWS_PROVIDER)
    bounds = AutoScaling(max_size=max_size)
    shared = AutoScalingConfiguration(made, "scaling", configuration_name="small", scaling=bounds)
    AppRunnerService(made, "shop", service_name="shop", source=IMAGE, scaling=shared, **settings)
    AppRunnerService(
        made, "other", service_name="other", source=IMAGE, scaling=other_scaling or shared, log_retention=None
    )
    return Testing.synth(made)


def services(sandbox):
    """Return the services by name, as App Runner describes them."""
    client = sandbox.client("apprunner")
    return {
        each["ServiceName"]: client.describe_service(ServiceArn=each["ServiceArn"])["Service"]
        for each in client.list_services()["ServiceSummaryList"]
    }


def scalings(sandbox):
    """Return name and revision of the scaling of each service."""
    return {
        name: tuple(
            service["AutoScalingConfigurationSummary"][f"AutoScalingConfiguration{part}"]
            for part in ("Name", "Revision")
        )
        for name, service in services(sandbox).items()
    }


def test_alarms_from_creation_to_removal(tmp_path, registry):
    given = registry.client("apprunner").create_auto_scaling_configuration(
        AutoScalingConfigurationName="given", MaxSize=5
    )["AutoScalingConfiguration"]["AutoScalingConfigurationArn"]
    before = registry.inventory()
    deployment = Deployment(tmp_path / "ours", registry)
    made = stack(2, alarms=EVERYTHING, log_retention=None, tracing=True)
    deployment.write("cdk.tf.json", made).apply()
    assert deployment.settled(), "the filter on App Runner's own group is there from the first apply"
    assert scalings(registry) == {"shop": ("small", 1), "other": ("small", 1)}
    service = services(registry)["shop"]
    warnings, critical = Queue(registry, "shop-alarms"), Queue(registry, "shop-critical-alarms")
    traces_may_be_sent(registry, service)
    failures_are_reported(registry, service, critical)
    alarms_notify(registry, service, warnings, critical)
    assert len(registry.inventory()["cloudwatch dashboards"]) == 1

    made = stack(3, alarms=EVERYTHING_ELSE, other_scaling=given)
    deployment.write("cdk.tf.json", made).apply()
    assert deployment.settled()
    assert scalings(registry) == {"shop": ("small", 2), "other": ("given", 1)}
    assert len(registry.inventory()["sns topics"]) == 1
    (counted,) = registry.client("logs").describe_metric_filters()["metricFilters"]
    assert counted["filterPattern"] == '"out of memory"'
    deployment.terraform.destroy()
    after = registry.inventory()
    assert all("/other/" in group for group in after.pop("logs log groups")), "left alone, as asked for"
    assert after == before


def traces_may_be_sent(sandbox, service):
    """Check that the role of the running service may send traces to X-Ray."""
    assert service["ObservabilityConfiguration"]["ObservabilityEnabled"]
    role = service["InstanceConfiguration"]["InstanceRoleArn"].rpartition("/")[2]
    policy = sandbox.client("iam").get_role_policy(RoleName=role, PolicyName="tracing")["PolicyDocument"]
    assert "xray:PutTraceSegments" in policy["Statement"][0]["Action"]


def failures_are_reported(sandbox, service, critical):
    """Check that a roll-back, which leaves the service RUNNING, reaches the critical topic."""
    sandbox.control(next_operation="roll back")
    sandbox.client("apprunner").update_service(
        ServiceArn=service["ServiceArn"], InstanceConfiguration={"Cpu": "2 vCPU", "Memory": "4 GB"}
    )
    wait_for(lambda: len(critical.receive()), 1)
    (message,) = critical.messages
    assert message.startswith(f'"App Runner service shop in {REGION} at 20')
    assert ": UpdateServiceFailed. " in message
    assert f"aws logs tail /aws/apprunner/shop/{service['ServiceId']}/service --since 1h" in message
    assert "<" not in message


def alarms_notify(sandbox, service, warnings, critical):
    """Check that each alarm goes off by published metrics and notifies the topic of its severity."""
    names = {alarm["AlarmName"] for alarm in sandbox.client("cloudwatch").describe_alarms()["MetricAlarms"]}
    assert len(names) == 11
    assert ringing(sandbox) == set()
    sandbox.publish_metrics("shop", QUIET)
    wait_for(lambda: ringing(sandbox), {"shop-no-instances-critical"})
    sandbox.publish_metrics("shop", LOUD)
    group = f"/aws/apprunner/shop/{service['ServiceId']}/application"
    events = [
        {"timestamp": int(time.time() * 1000), "message": text} for text in ("all is well", "ERROR: no disk")
    ]
    stream = f"instance/{service['ServiceId']}"
    sandbox.client("logs").put_log_events(logGroupName=group, logStreamName=stream, logEvents=events)
    loud = names - {"shop-no-instances-critical"}
    wait_for(lambda: ringing(sandbox), loud)
    states = warnings.alarms()
    assert states == {name: "ALARM" for name in names if name.endswith("warning")}
    assert critical.alarms() == {
        **{name: "ALARM" for name in names if name.endswith("critical")},
        "shop-no-instances-critical": "OK",
    }
