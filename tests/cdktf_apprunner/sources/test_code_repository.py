"""Source code: every argument reaches the JSON; contradictions are refused, with both sides named."""

import pytest

from cdktf_apprunner import CodeRepository, ConfigurationError, Connection, Rollout
from tests.support.account import ROLE, SECRET
from tests.support.services import web

SHOP = "https://github.com/acme/shop"
ARN = "arn:aws:apprunner:eu-west-1:111122223333:connection/acme/abc"


def code(url=SHOP, **arguments):
    return CodeRepository(url, **{"connection_arn": ARN, **arguments})


@pytest.fixture
def service(synth):
    def make(source, **arguments):
        return synth(lambda scope: web(scope, source=source, **arguments))

    return make


def test_defaults(service):
    made = service(code())
    assert made.one("aws_apprunner_service")["source_configuration"] == {
        "auto_deployments_enabled": False,
        "authentication_configuration": {"connection_arn": ARN},
        "code_repository": {
            "repository_url": SHOP,
            "source_code_version": {"type": "BRANCH", "value": "main"},
            "source_directory": "/",
            "code_configuration": {"configuration_source": "REPOSITORY"},
        },
    }
    assert "precondition" not in made.one("aws_apprunner_service")["lifecycle"]
    assert made.all("aws_apprunner_connection") == {}
    assert {role["name"] for role in made.all("aws_iam_role").values()} == {
        "shop-apprunner-instance",
        "shop-log-retention",
    }


def test_everything(service):
    source = code(
        "https://bitbucket.org/acme/shop",
        branch="release/1",
        connection_arn=None,
        connection="acme-bitbucket",
        runtime="PYTHON_311",
        build_command="pip install -r requirements.txt",
        source_directory="/web",
        rollout=Rollout.ON_PUSH,
    )
    made = service(
        source,
        port=3000,
        start_command="python app.py",
        environment={"A": "b"},
        secrets={"PASSWORD": SECRET},
        tags={"team": "shop"},
    )
    written = made.one("aws_apprunner_service")["source_configuration"]
    assert written["auto_deployments_enabled"] is True
    assert written["code_repository"] == {
        "repository_url": "https://bitbucket.org/acme/shop",
        "source_code_version": {"type": "BRANCH", "value": "release/1"},
        "source_directory": "/web",
        "code_configuration": {
            "configuration_source": "API",
            "code_configuration_values": {
                "runtime": "PYTHON_311",
                "build_command": "pip install -r requirements.txt",
                "start_command": "python app.py",
                "port": "3000",
                "runtime_environment_variables": {"A": "b"},
                "runtime_environment_secrets": {"PASSWORD": SECRET},
            },
        },
    }
    connection = made.one("aws_apprunner_connection")
    assert connection == {
        "connection_name": "acme-bitbucket",
        "provider_type": "BITBUCKET",
        "tags": {"team": "shop"},
    }
    assert made.statements("secrets")[0]["Resource"] == [SECRET]


@pytest.mark.parametrize(
    ("source", "arguments", "compared"),
    [
        (code(), {}, ["repository", "branch", "source directory", "configuration source"]),
        (
            code(runtime="NODEJS_22", build_command="npm ci"),
            {"start_command": "npm start"},
            ["repository", "branch", "runtime", "build command", "port", "start command", "variables"],
        ),
    ],
)
def test_what_runs_is_compared(service, source, arguments, compared):
    made = service(source, **arguments).one("aws_apprunner_service")["lifecycle"]["postcondition"]
    text = made[0]["error_message"]
    assert all(f'"{name}: ' in text for name in compared)
    assert ('"runtime: ' in text) is ("runtime" in compared)


def test_a_command_missing_from_the_api_is_not_a_difference(service):
    made = service(code(runtime="NODEJS_22", build_command="npm ci"))
    condition = made.one("aws_apprunner_service")["lifecycle"]["postcondition"][0]["condition"]
    assert '.build_command, null), "npm ci") == "npm ci"' in condition


@pytest.mark.parametrize(("rollout", "made"), [(Rollout.ON_APPLY, 1), (Rollout.ON_PUSH, 0)])
def test_only_on_apply_creates_deployments(service, rollout, made):
    synthesized = service(code(rollout=rollout))
    assert len(synthesized.all("aws_apprunner_deployment")) == made
    assert len(synthesized.all("terraform_data")) == made


def test_redeploy_is_compared_with_its_first_value(service):
    made = service(code(redeploy="4f2a"))
    ((name, first),) = made.all("terraform_data").items()
    ((service_id, _),) = made.all("aws_apprunner_service").items()
    assert first["input"] == {"redeploy": "4f2a"}
    assert first["lifecycle"] == {
        "ignore_changes": ["input"],
        "replace_triggered_by": [f"aws_apprunner_service.{service_id}.id"],
    }
    deployment = made.one("aws_apprunner_deployment")
    new = f'${{toset(setsubtract(["4f2a"], ["", terraform_data.{name}.input.redeploy]))}}'
    assert deployment == {"for_each": new, "service_arn": f"${{aws_apprunner_service.{service_id}.arn}}"}


@pytest.mark.parametrize(("runtime", "warned"), [("PYTHON_3", True), ("PYTHON_311", False), (None, False)])
def test_an_unsupported_runtime_warns(runtime, warned):
    from cdktf import TerraformStack, Testing

    stack = TerraformStack(Testing.app(), "stack")
    made = web(stack, source=code(runtime=runtime))
    warnings = [entry.data for entry in made.node.metadata if entry.type == "@cdktf/warn"]
    assert bool(warnings) is warned
    assert all(
        text.startswith("shop: App Runner's support of PYTHON_3 ended on 2025-12-01") for text in warnings
    )


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"url": "https://gitlab.com/acme/shop"}, "repository_url"),
        ({"url": "git@github.com:acme/shop"}, "repository_url"),
        ({"url": "https://github.com/acme"}, "repository_url"),
        ({"branch": ""}, "branch"),
        ({"branch": "a b"}, "branch"),
        ({"branch": "a" * 256}, "branch"),
        ({"source_directory": "web"}, "source_directory"),
        ({"source_directory": "/" + "a" * 4096}, "source_directory"),
        ({"connection_arn": "acme"}, "connection_arn"),
        ({"connection_arn": None}, "connection"),
        ({"connection": "acme-github"}, "connection"),
        ({"connection_arn": None, "connection": "abc"}, "connection"),
        ({"connection_arn": None, "connection": ARN}, "connection"),
        ({"runtime": "PYTHON_312"}, "runtime"),
        ({"runtime": "NODEJS_22", "build_command": "a\nb"}, "build_command"),
        ({"build_command": "npm ci"}, "build_command"),
        ({"rollout": Rollout.ON_PUSH, "redeploy": "x"}, "redeploy"),
    ],
)
def test_refused(arguments, field):
    with pytest.raises(ConfigurationError) as error:
        code(**arguments)
    assert [problem.field for problem in error.value.problems] == [field]
    assert error.value.problems[0].where.startswith("test_code_repository.py:")


@pytest.mark.parametrize(
    "arguments",
    [
        {"branch": "a" * 255},
        {"source_directory": "/" + "a" * 4095},
        {"url": "${var.url}", "branch": "${var.branch}", "runtime": "${var.runtime}"},
        {"connection_arn": "${aws_apprunner_connection.x.arn}"},
        {"redeploy": "x"},
    ],
)
def test_accepted(arguments):
    assert code(**arguments) == code(**arguments)


@pytest.mark.parametrize(
    ("arguments", "field", "given"),
    [
        ({"port": 9000}, "port", 9000),
        ({"start_command": "npm start"}, "start_command", "npm start"),
        ({"environment": {"A": "b", "C": "d"}}, "environment", "A, C"),
        ({"secrets": {"A": SECRET}}, "secrets", "A"),
    ],
)
def test_settings_of_apprunner_yaml_are_refused(service, arguments, field, given):
    with pytest.raises(ConfigurationError) as error:
        service(code(), **arguments)
    (problem,) = error.value.problems
    assert (problem.field, problem.given) == (field, given)
    assert "App Runner takes it from apprunner.yaml" in problem.allowed
    assert problem.advice == f"Leave out {field}, or give a runtime"
    service(code(runtime="NODEJS_22"), **arguments)


def test_an_access_role_is_for_images(service):
    with pytest.raises(ConfigurationError, match=r"access_role_arn: got .* through its connection"):
        service(code(), access_role_arn=ROLE)


def test_values():
    assert str(code(branch="next")) == "github.com/acme/shop, branch next"
    assert (code().provider_type, code().default_service_name) == ("GITHUB", "shop")
    assert code().redeployable
    assert not code(rollout=Rollout.ON_PUSH).redeployable


def test_a_connection_construct(synth):
    def fill(scope):
        made = Connection(scope, "connection", connection_name="acme")
        service = web(scope, source=code(connection_arn=None, connection=made))
        assert service.source.connection is made

    synth(fill)
