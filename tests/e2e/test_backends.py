"""State in S3 and in Terraform Cloud, with the real Terraform."""

import json
import subprocess

import pytest

from cdktf_apprunner.environments import S3State, TerraformCloud
from cdktf_apprunner_tools.terraform import Terraform, TerraformError, executable
from tests.support.cloud import Cloud

pytestmark = pytest.mark.terraform
BUCKET = "acme-terraform-state"
KEY = "shop/staging.tfstate"


@pytest.fixture
def write(tmp_path):
    """Write a stack with a backend and a few resources of Terraform itself."""
    from cdktf import TerraformStack, Testing

    def make(backend, resources, name="stack"):
        stack = TerraformStack(Testing.app(), "stack")
        backend.create(stack, "stack")
        made = json.loads(Testing.synth(stack))
        if "backend" in made["terraform"]:
            made["terraform"]["backend"]["s3"]["use_path_style"] = True  # moto has no host for each bucket
        made["variable"] = {"image_tag": {"type": "string", "default": "v1"}}
        made["resource"] = {"terraform_data": resources}
        folder = tmp_path / name
        folder.mkdir()
        (folder / "cdk.tf.json").write_text(json.dumps(made), encoding="utf-8")
        return folder

    return make


@pytest.fixture
def signal(tmp_path):
    """The file that slow resources wait for; the end of the test always creates it."""
    yield tmp_path / "signal"
    (tmp_path / "signal").touch()


def slow(signal):
    """Return a resource whose creation, which begins under the lock, ends at a signal."""
    command = f"echo begun; while [ ! -e {signal} ]; do sleep 0.1; done"
    return {"input": "slow", "provisioner": [{"local-exec": {"command": command}}]}


class Apply:
    """An apply in its own process."""

    def __init__(self, terraform, *arguments):
        self._process = subprocess.Popen(
            [executable(), "apply", "-input=false", "-no-color", "-auto-approve", *arguments],
            cwd=terraform.folder,
            env=terraform.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def prints(self, words):
        """Read on until a line has these words; whether one did."""
        return any(words in line for line in self._process.stdout)

    def ended(self):
        """Return its exit code and the rest of its output."""
        out, _ = self._process.communicate(timeout=60)
        return self._process.returncode, out


def test_two_applies_at_once(write, moto_server, client, signal):
    """While one holds the lock in S3, a second is refused and one with a timeout waits; no change is lost."""
    s3 = client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    backend = S3State(bucket=BUCKET, key=KEY, region="eu-west-1")
    resources = {"slow": slow(signal), "kept": {"input": "1"}}
    first = Terraform(write(backend, resources, "first"), moto_server)
    second = Terraform(write(backend, {**resources, "added": {"input": "2"}}, "second"), moto_server)
    first.init()
    second.init()

    holder = Apply(first)
    assert holder.prints("begun")
    assert keys(s3) == [f"{KEY}.tflock"]
    code, output = Apply(second).ended()
    assert code == 1
    assert "Error acquiring the state lock" in output
    assert "PreconditionFailed" in output
    assert f"{BUCKET}/{KEY}" in output
    patient = Apply(second, "-lock-timeout=60s")
    assert patient.prints("Acquiring state lock")
    signal.touch()
    assert holder.ended()[0] == 0
    code, output = patient.ended()
    assert code == 0, output
    assert "1 added, 0 changed, 0 destroyed" in output

    state = json.loads(s3.get_object(Bucket=BUCKET, Key=KEY)["Body"].read())
    assert {resource["name"] for resource in state["resources"]} == {"slow", "kept", "added"}
    assert keys(s3) == [KEY]
    assert s3.head_object(Bucket=BUCKET, Key=KEY)["ServerSideEncryption"] == "AES256"


def keys(s3):
    return sorted(item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET).get("Contents", []))


@pytest.fixture
def cloud(tmp_path):
    folder = tmp_path / "cloud"
    folder.mkdir()
    with Cloud(folder) as made:
        yield made


def test_terraform_cloud_gets_the_configuration(write, cloud):
    """As far as a plan goes without HCP Terraform itself; the stand-in refuses the run."""
    cloud.projects["prj-1"] = "shop"
    backend = TerraformCloud("acme", "shop-prod", hostname=cloud.hostname, project="shop")
    folder = write(backend, {"it": {"input": "${var.image_tag}"}})
    terraform = Terraform(folder, cloud.environment)
    terraform.init()
    assert cloud.workspaces == {"shop-prod": "prj-1"}  # init created it, in the project
    with pytest.raises(TerraformError, match="the stand-in plans nothing"):
        terraform.run("plan", "-input=false", "-lock=false", "-out=made.tfplan", "-var=image_tag=v2")
    (uploaded,) = cloud.uploads
    assert uploaded == {"cdk.tf.json": (folder / "cdk.tf.json").read_bytes()}
    (run,) = cloud.runs
    assert run["save-plan"] is True
    assert run["auto-apply"] is False
    assert run["variables"] == [{"key": "image_tag", "value": '"v2"'}]


def test_terraform_cloud_without_a_token(write, cloud):
    folder = write(TerraformCloud("acme", "shop-prod", hostname=cloud.hostname), {})
    with pytest.raises(TerraformError, match="terraform login"):
        Terraform(folder, {"SSL_CERT_FILE": cloud.environment["SSL_CERT_FILE"]}).init()
    assert cloud.workspaces == {}
