"""Messages of Terraform, AWS and Node that the pages quote, each with where it was seen."""

TERRAFORM = "a string in terraform 1.11.4"
PROVIDER = "a string in the AWS provider 5.100.0"
LOCAL_AWS = "printed by the provider 5.100.0 on the local AWS"

OTHERS = {
    "FileNotFoundError: [Errno 2] No such file or directory: 'node'": "tests/docs/test_pages.py runs into it",
    "Cannot find module '../build/Release/pty.node'": "hashicorp/terraform-cdk#3640",
    "Failed to query available provider packages": TERRAFORM,
    "does not match any of the checksums recorded in the dependency lock file": TERRAFORM,
    "does not match configured version constraint": TERRAFORM,
    "Unsupported Terraform Core version": TERRAFORM,
    "Backend configuration changed": TERRAFORM,
    "Required token could not be found": TERRAFORM,
    "Error acquiring the state lock": "tests/e2e/test_backends.py",
    "Instance cannot be destroyed": "tests/e2e/test_traps.py",
    "Saved plan is stale": TERRAFORM,
    "No valid credential sources found": PROVIDER,
    "ExpiredToken": PROVIDER,
    "AWS account ID not allowed": "tests/e2e/edits.py",
    "reading ECR Images: couldn't find resource": "tests/e2e/test_changes.py",
    "reading IAM Role (…): couldn't find resource": LOCAL_AWS,
    "unexpected state 'CREATE_FAILED', wanted target 'RUNNING'": LOCAL_AWS,
    "unexpected state 'ROLLBACK_SUCCEEDED', wanted target 'SUCCEEDED'": "tests/e2e/test_sources.py",
    "OPERATION_IN_PROGRESS": "App Runner API reference, Service.Status",
    "is being used by other services`, `It's used by one or more services": (
        "aws/apprunner-roadmap#161, hashicorp/terraform-provider-aws#38534"
    ),
    "exec format error": "https://kiririmode.hatenablog.jp/entry/20250106/1736089200",
    "ResourceAlreadyExistsException": "tests/e2e/test_traps.py",
    "not empty, consider using force_delete": LOCAL_AWS,
}
