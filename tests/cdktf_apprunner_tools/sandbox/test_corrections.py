"""What moto would do otherwise than AWS, through boto3."""

import itertools

import pytest
from botocore.exceptions import ClientError

from cdktf_apprunner_tools.sandbox import Sandbox
from tests.support.deployment import trust

pytestmark = pytest.mark.slow
ACCOUNTS = itertools.count(1)
EXISTS = "Tried to create resource record set \\[name='a.example.com.', type='{}'\\] but it already exists"
ALLOW = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ecr:*", "Resource": "*"}]}'
ABSENT = "Tried to delete resource record set \\[name='{}.example.com.', type='{}'\\] but it was not found"
DIFFERS = "a.example.com.', type='{}'\\] but the values provided do not match the current values"


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as made:
        yield made


class Zone:
    """A hosted zone in another account for each test."""

    def __init__(self, sandbox):
        self.client = sandbox.client("route53", account_id=f"{next(ACCOUNTS):012d}")
        self.id = self.client.create_hosted_zone(Name="example.com", CallerReference="1")["HostedZone"]["Id"]

    def change(self, *changes):
        self.client.change_resource_record_sets(
            HostedZoneId=self.id,
            ChangeBatch={
                "Changes": [{"Action": action, "ResourceRecordSet": record} for action, record in changes]
            },
        )

    def records(self):
        return self.client.list_resource_record_sets(HostedZoneId=self.id)["ResourceRecordSets"]


@pytest.fixture
def zone(sandbox):
    return Zone(sandbox)


def cname(name="a.example.com", value="b.example.com", ttl=300, kind="CNAME"):
    value = f'"{value}"' if kind == "TXT" else value
    return {"Name": name, "Type": kind, "TTL": ttl, "ResourceRecords": [{"Value": value}]}


def alias(name="a.example.com", value="x.eu-west-1.awsapprunner.com", kind="A"):
    target = {"HostedZoneId": "Z087551914Z2PCAU0QHMW", "DNSName": value, "EvaluateTargetHealth": False}
    return {"Name": name, "Type": kind, "AliasTarget": target}


RECORDS = {"CNAME": cname(), "TXT": cname(kind="TXT"), "A": alias()}


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_is_created_once_and_deleted_once(zone, kind):
    record = RECORDS[kind]
    before = zone.records()
    zone.change(("CREATE", record))
    zone.change(("UPSERT", record))
    made = zone.records()
    for name in ("a.example.com", "a.example.com.", "A.Example.com"):
        with pytest.raises(ClientError, match=f"InvalidChangeBatch.*{EXISTS.format(kind)}"):
            zone.change(("CREATE", {**record, "Name": name}))
    assert zone.records() == made
    zone.change(("DELETE", record))
    assert zone.records() == before
    with pytest.raises(ClientError, match=f"InvalidChangeBatch.*{ABSENT.format('a', kind)}"):
        zone.change(("DELETE", record))


@pytest.mark.parametrize("other", [cname(value="c.example.com"), cname(ttl=60)])
def test_a_record_with_another_value_is_neither_created_nor_deleted(zone, other):
    zone.change(("CREATE", cname()))
    made = zone.records()
    with pytest.raises(ClientError, match=EXISTS.format("CNAME")):
        zone.change(("CREATE", other))
    with pytest.raises(ClientError, match=DIFFERS.format("CNAME")):
        zone.change(("DELETE", other))
    assert zone.records() == made


@pytest.mark.parametrize(
    ("action", "record"),
    [
        ("CREATE", cname()),
        ("DELETE", cname("no.example.com")),
        ("DELETE", cname(ttl=60)),
        ("CREATE", cname("a.example.org")),
        ("UPSERT", cname("badexample.com")),
    ],
)
def test_a_batch_is_made_as_a_whole_or_not(zone, action, record):
    zone.change(("CREATE", cname()))
    made = zone.records()
    with pytest.raises(ClientError, match="InvalidChangeBatch"):
        zone.change(("CREATE", cname("new.example.com")), (action, record))
    assert zone.records() == made


def test_a_batch_sees_its_own_changes(zone):
    zone.change(("CREATE", cname()))
    zone.change(("DELETE", cname()), ("CREATE", cname(value="c.example.com")))
    with pytest.raises(ClientError, match=EXISTS.format("CNAME").replace("a.", "n.", 1)):
        zone.change(("CREATE", cname("n.example.com")), ("CREATE", cname("n.example.com")))


def test_an_image_whose_tag_moves_stays_untagged(sandbox):
    account_id = f"{next(ACCOUNTS):012d}"
    ecr = sandbox.client("ecr", account_id=account_id)
    ecr.create_repository(repositoryName="shop")
    old, new = (sandbox.push("shop", "v1", content, account_id=account_id) for content in "ab")
    listed = ecr.list_images(repositoryName="shop")["imageIds"]
    assert sorted(listed, key=str) == sorted(
        [{"imageDigest": old}, {"imageDigest": new, "imageTag": "v1"}], key=str
    )
    described = ecr.describe_images(repositoryName="shop", imageIds=[{"imageDigest": old}])["imageDetails"]
    assert [one.get("imageTags") for one in described] == [None]
    pulled = ecr.batch_get_image(repositoryName="shop", imageIds=[{"imageDigest": old}])
    assert [one["imageId"]["imageDigest"] for one in pulled["images"]] == [old]
    by_tag = ecr.describe_images(repositoryName="shop", imageIds=[{"imageTag": "v1"}])["imageDetails"]
    assert [one["imageDigest"] for one in by_tag] == [new]
    assert sandbox.push("shop", "v1", "a", account_id=account_id) == old  # the tag moves back
    tags = {
        one["imageDigest"]: one.get("imageTags")
        for one in ecr.describe_images(repositoryName="shop")["imageDetails"]
    }
    assert tags == {old: ["v1"], new: None}


def test_an_image_with_a_second_tag_keeps_it(sandbox):
    account_id = f"{next(ACCOUNTS):012d}"
    ecr = sandbox.client("ecr", account_id=account_id)
    ecr.create_repository(repositoryName="shop")
    for tag, content in (("v1", "a"), ("v2", "a"), ("v1", "b")):
        sandbox.push("shop", tag, content, account_id=account_id)
    tags = [one.get("imageTags") for one in ecr.describe_images(repositoryName="shop")["imageDetails"]]
    assert sorted(tags) == [["v1"], ["v2"]]


def test_an_attached_policy_is_not_deleted(sandbox):
    iam = sandbox.client("iam", account_id=f"{next(ACCOUNTS):012d}")
    iam.create_role(RoleName="reader", AssumeRolePolicyDocument=trust("tasks.apprunner"))
    arn = iam.create_policy(PolicyName="read", PolicyDocument=ALLOW)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="reader", PolicyArn=arn)
    with pytest.raises(ClientError, match="DeleteConflict"):
        iam.delete_policy(PolicyArn=arn)
    iam.detach_role_policy(RoleName="reader", PolicyArn=arn)
    iam.delete_policy(PolicyArn=arn)
    assert iam.list_policies(Scope="Local")["Policies"] == []
