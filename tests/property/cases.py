"""Random environments: legal ones at and between AWS's bounds, and ones with a single mistake.

Legal values come from botocore's models where the models have bounds, not from our own table.
"""

from __future__ import annotations

import string
from typing import Any

from attrs import field, frozen
from hypothesis import strategies as st

from cdktf_apprunner import (
    Alarms,
    AlarmTopic,
    AutoScaling,
    CodeRepository,
    CustomDomain,
    EcrImage,
    EcrPublicImage,
    HealthCheck,
    Instance,
    Latency,
    LogErrors,
    LogRetention,
    PrivateIngress,
    Rollout,
    Secret,
    Threshold,
    collect_problems,
)
from cdktf_apprunner.checks.tokens import is_token
from cdktf_apprunner.environments import Environment, LocalState, Permission, Production, Vpc
from tests.support.account import ACCOUNT, REGION
from tests.support.models import shape

HEX = "0123456789abcdef"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/"
IMAGE = ("CreateService", "SourceConfiguration", "ImageRepository", "ImageConfiguration")
CODE = (
    *("CreateService", "SourceConfiguration", "CodeRepository"),
    *("CodeConfiguration", "CodeConfigurationValues"),
)
POLICIES = ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", f"arn:aws:iam::{ACCOUNT}:policy/team/shop"]
CONNECTION = f"arn:aws:apprunner:{REGION}:{ACCOUNT}:connection/shared/{'0' * 32}"
SHARED_SCALING = f"arn:aws:apprunner:{REGION}:{ACCOUNT}:autoscalingconfiguration/shared/1/{'1' * 32}"
CONNECTOR = f"arn:aws:apprunner:{REGION}:{ACCOUNT}:vpcconnector/shared/1/{'0' * 32}"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:ops"
PAIRS = {
    "0.25 vCPU": ("0.5 GB", "1 GB"),
    "512": (1024,),
    "1 vCPU": ("2048", "3 GB", "4 GB"),
    2048: ("4 GB", 6144),
    "4 vCPU": ("8 GB", "10 GB", "12 GB"),
}
DAYS = (
    1,
    3,
    5,
    7,
    14,
    30,
    60,
    90,
    120,
    150,
    180,
    365,
    400,
    545,
    731,
    1096,
    1827,
    2192,
    2557,
    2922,
    3288,
    3653,
)


def of_model(service: str, operation: str, *path: str) -> st.SearchStrategy[str]:
    """Return strings that match a pattern of the model."""
    found = shape(service, operation, *path).metadata
    return st.from_regex(f"({found['pattern']})\\Z", fullmatch=True).filter(
        lambda text: found.get("min", 0) <= len(text) <= found.get("max", len(text)) and text.isascii()
    )


def numbers(operation: str, *path: str, high: int | None = None) -> st.SearchStrategy[int]:
    """Return numbers that the model allows, with both bounds."""
    found = shape("apprunner", operation, *path).metadata
    low, high = found["min"], found.get("max", high)
    return st.one_of(st.sampled_from([low, high]), st.integers(low, high))


def letters(alphabet: str, low: int, high: int) -> st.SearchStrategy[str]:
    """Return strings of these characters, often the longest."""
    return st.one_of(
        st.sampled_from(alphabet[:3]).map(lambda one: one * high),
        st.text(alphabet, min_size=low, max_size=high),
    )


NAME = string.ascii_letters + string.digits
SERVICE_NAMES = st.builds(str.__add__, st.sampled_from(NAME), letters(NAME + "-_", 3, 39))
SCALING_NAMES = st.builds(str.__add__, st.sampled_from(NAME), letters(NAME + "-_", 3, 31))
PATTERNS = st.sampled_from(
    [
        "?ERROR ?Traceback",
        '{ $.level = "error" }',
        "%ERR[0-9]+%",
        "[ip, status=5*]",
        '"%{x" "$${y}"',
        "x" * 1024,
    ]
)
PLAIN = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))
VALUES = st.one_of(
    st.text(PLAIN, max_size=40),
    st.text(string.printable[:95] + "${}%\"\\'", max_size=40),
    st.sampled_from(
        [
            "",
            "%{Referer}i",
            'a"b\\c',
            "100%",
            "$5",
            "$${HOME}",
            "é" * 300,
            "x" * 51200,
            "%%{a}",
            '{"a": ["b\\n"]}',
        ]
    ),
).filter(lambda text: not is_token(text))
VARIABLE_NAMES = st.one_of(
    st.from_regex(r"[A-Z_][A-Z0-9_]{0,20}", fullmatch=True),
    st.text(PLAIN.filter(lambda one: one != "="), min_size=1, max_size=12),
    st.sampled_from(["PORTS", "port", "a.b", "A-B", "1", "x" * 300]),
).filter(lambda name: name != "PORT" and not name.startswith("AWSAPPRUNNER"))
IDS = st.one_of(st.text(HEX, min_size=8, max_size=8), st.text(HEX, min_size=17, max_size=17))
UUIDS = st.uuids(version=4).map(str)
TAGS = st.dictionaries(
    letters(string.ascii_lowercase + string.digits + " _.:/=+-@é", 1, 128).filter(
        lambda key: not key.lower().startswith("aws:") and key not in ("environment", "managed-by")
    ),
    letters(string.ascii_letters + string.digits + " _.:/=+-@日", 0, 256),
    max_size=6,
)
LABEL = st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
DOMAINS = st.builds(
    lambda labels, top: ".".join([*labels, top]),
    st.lists(LABEL, min_size=1, max_size=3),
    st.sampled_from(["com", "example", "xn--p1ai", "museum"]),
)
REPOSITORIES = (
    st.lists(st.from_regex(r"[a-z0-9]+(?:[._-][a-z0-9]+){0,2}", fullmatch=True), min_size=1, max_size=3)
    .map("/".join)
    .filter(lambda name: 2 <= len(name) <= 100)
)
IMAGE_TAGS = st.one_of(st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,20}", fullmatch=True), st.just("v" * 128))
DIGESTS = st.text(HEX, min_size=64, max_size=64).map("sha256:".__add__)
SECRETS = st.one_of(
    st.builds(
        lambda name, key, stage: Secret.secrets_manager(
            f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{name}-AbCdEf", key, stage
        ),
        st.from_regex(r"[A-Za-z0-9/_+=.@-]{1,20}", fullmatch=True),
        st.none() | st.from_regex(r"[A-Za-z_ ]{1,10}", fullmatch=True),
        st.none() | st.sampled_from(["AWSCURRENT", "AWSPREVIOUS"]),
    ),
    st.from_regex(r"[A-Za-z0-9_./-]{1,30}", fullmatch=True).map(
        lambda name: f"arn:aws:ssm:eu-west-3:{ACCOUNT}:parameter/{name}"
    ),
)


@st.composite
def images(draw: st.DrawFn) -> EcrImage | EcrPublicImage:
    """Images of ECR in this and another account, and of ECR Public."""
    if draw(st.integers(0, 4)) == 0:
        reference = draw(st.one_of(IMAGE_TAGS.map(":".__add__), DIGESTS.map("@".__add__)))
        return EcrPublicImage(f"public.ecr.aws/{draw(LABEL)}/{draw(REPOSITORIES)}{reference}")
    if draw(st.booleans()):
        return EcrImage(draw(REPOSITORIES), tag=draw(IMAGE_TAGS), rollout=draw(st.sampled_from(Rollout)))
    named = {"digest": draw(DIGESTS)} if draw(st.booleans()) else {"tag": draw(IMAGE_TAGS)}
    return EcrImage(
        draw(REPOSITORIES),
        account_id=draw(st.sampled_from([None, "444455556666"])),
        region=draw(st.sampled_from([None, "us-east-1", "eu-north-1"])),
        **named,
    )


@st.composite
def code(draw: st.DrawFn) -> CodeRepository:
    """Repositories of GitHub and Bitbucket, configured here or by their apprunner.yaml."""
    runtime = draw(st.none() | st.sampled_from(shape("apprunner", *CODE, "Runtime").enum))
    reached = {"connection": draw(SCALING_NAMES)} if draw(st.booleans()) else {"connection_arn": CONNECTION}
    rollout = draw(st.sampled_from(Rollout))
    if rollout is Rollout.ON_APPLY:
        reached["redeploy"] = draw(st.sampled_from([None, "1", 'a"%{b']))
    return CodeRepository(
        f"https://{draw(st.sampled_from(['github.com', 'bitbucket.org']))}/{draw(LABEL)}/{draw(LABEL)}",
        branch=draw(st.sampled_from(["main", "release/1.x", 'a"%{b', "$${HOME}"])),
        runtime=runtime,
        build_command=draw(st.sampled_from([None, "npm ci && npm run build"])) if runtime else None,
        source_directory=draw(st.sampled_from(["/", "/services/shop", '/a "b" %{c\\d'])),
        rollout=rollout,
        **reached,
    )


@st.composite
def thresholds(draw: st.DrawFn, kind: type[Threshold] = Threshold, **more: Any) -> Threshold:
    """Thresholds with a warning, a critical value, or both."""
    low, high = draw(st.floats(0.01, 50)), draw(st.floats(50.01, 100))
    given = draw(st.sampled_from([{"warning": low}, {"critical": high}, {"warning": low, "critical": high}]))
    return kind(minutes=draw(st.sampled_from([1, 5, 60, 1440])), **given, **more)


@st.composite
def alarms(draw: st.DrawFn, *, at_maximum: bool) -> Alarms:
    """Alarms of any kind, with new and given topics."""
    topic = st.sampled_from([TOPIC, AlarmTopic(), AlarmTopic(["ops@example.com", "a.b+c@d.example"])])
    some = st.none() | thresholds()
    return Alarms(
        topic=draw(topic),
        critical_topic=draw(st.none() | topic),
        server_error_rate=draw(some),
        latency=draw(st.none() | thresholds(Latency, percentile=draw(st.sampled_from([50, 90, 95, 99])))),
        cpu=draw(some),
        memory=draw(some),
        at_maximum=draw(some) if at_maximum else None,
        no_instances=draw(some),
        log_errors=draw(st.none() | thresholds(LogErrors, pattern=draw(PATTERNS))),
        dashboard=draw(st.booleans()),
    )


@st.composite
def health_checks(draw: st.DrawFn) -> HealthCheck:
    """Checks by TCP and HTTP."""
    counts = {
        name: draw(numbers("CreateService", "HealthCheckConfiguration", member))
        for name, member in (
            ("interval", "Interval"),
            ("timeout", "Timeout"),
            ("healthy_threshold", "HealthyThreshold"),
            ("unhealthy_threshold", "UnhealthyThreshold"),
        )
    }
    if draw(st.booleans()):
        return HealthCheck.tcp(**counts)
    below = st.text(string.ascii_letters + "%{}$/?=&-_.~", max_size=12).filter(
        lambda text: not is_token(text)
    )
    return HealthCheck.http(f"/{draw(below)}", **counts)


@st.composite
def scalings(draw: st.DrawFn) -> AutoScaling:
    """Bounds of scaling."""
    smallest = draw(numbers("CreateAutoScalingConfiguration", "MinSize"))
    return AutoScaling(
        smallest,
        draw(st.integers(smallest, 60)),
        draw(numbers("CreateAutoScalingConfiguration", "MaxConcurrency")),
    )


@st.composite
def networks(draw: st.DrawFn) -> dict[str, Any]:
    """Private, or public with up to five domains."""
    if draw(st.integers(0, 3)) == 0:
        vpc = f"vpc-{draw(IDS)}"
        if draw(st.booleans()):
            return {"private_ingress": PrivateIngress(vpc, f"vpce-{draw(IDS)}")}
        subnets = draw(st.lists(IDS.map("subnet-".__add__), min_size=1, max_size=3))
        blocks = draw(st.sampled_from([(), ["10.0.0.0/8"], ["10.0.0.0/16", "192.168.7.0/24"]]))
        return {"private_ingress": PrivateIngress(vpc, subnet_ids=subnets, allowed_cidr_blocks=blocks)}
    names = draw(st.lists(DOMAINS, max_size=5, unique_by=lambda name: name.removeprefix("www.")))
    return {
        "domains": [_domain(draw, name) for name in names],
        "ip_address_type": draw(st.sampled_from(["IPV4", "DUAL_STACK"])),
    }


def _domain(draw: st.DrawFn, name: str) -> CustomDomain:
    zone = draw(st.sampled_from([None, name, name.partition(".")[2]]))
    if draw(st.integers(0, 5)) == 0:
        return CustomDomain(f"*.{name}", zone_name=zone)
    return CustomDomain(name, zone_name=zone, www=draw(st.booleans()))


@st.composite
def settings(draw: st.DrawFn) -> dict[str, Any]:
    """Settings of an environment that AWS accepts."""
    cpu = draw(st.sampled_from(list(PAIRS)))
    kms = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{draw(UUIDS)}"
    secrets = draw(st.dictionaries(VARIABLE_NAMES, SECRETS, max_size=4))
    optional: dict[str, st.SearchStrategy[Any]] = {
        "start_command": of_model("apprunner", *IMAGE, "StartCommand").filter(len)
        | st.sampled_from(["node server.js", "sh -c 'exec app \"$PORT\"'", "curl -w %{http_code} $${URL}"]),
        "kms_key_arn": st.just(kms),
        "access_role_arn": of_role("CreateService", "SourceConfiguration", "AuthenticationConfiguration"),
        "instance_role_arn": st.just(f"{ROLE}service-role/own"),
        "permissions_boundary_arn": st.just(f"arn:aws:iam::{ACCOUNT}:policy/team/boundary"),
        "vpc": st.builds(
            Vpc,
            IDS.map("vpc-".__add__),
            st.lists(IDS.map("subnet-".__add__), min_size=1, max_size=6),
            st.none() | st.lists(IDS.map("sg-".__add__), min_size=1, max_size=16),
        )
        | st.just(CONNECTOR),
        "web_acl_arn": st.just(f"arn:aws:wafv2:{REGION}:{ACCOUNT}:regional/webacl/shop/{'a' * 8}"),
        "log_retention": st.one_of(st.none(), st.sampled_from(DAYS).map(LogRetention)),
    }
    image = draw(st.one_of(images(), images(), images(), code()))
    chosen = {name: draw(made) for name, made in optional.items() if draw(st.booleans())}
    if not isinstance(image, EcrImage):
        chosen.pop("access_role_arn", None)
    scaling = draw(scalings() | st.just(SHARED_SCALING))
    if draw(st.booleans()):
        at_maximum = isinstance(scaling, AutoScaling) and scaling.max_size > 1
        chosen["alarms"] = draw(alarms(at_maximum=at_maximum))
    if "instance_role_arn" not in chosen:
        chosen["managed_policy_arns"] = draw(st.sampled_from([[], POLICIES, POLICIES[:1]]))
    permissions = st.builds(
        Permission,
        st.lists(st.sampled_from(["s3:GetObject", "sqs:*", "*"]), min_size=1, max_size=2),
        st.lists(st.sampled_from(["*", "arn:aws:s3:::acme/*"]), min_size=1, max_size=2),
    )
    made = {
        "name": draw(st.from_regex(r"[a-z][a-z0-9-]{0,30}", fullmatch=True)),
        "region": REGION,
        "account_id": ACCOUNT,
        "backend": LocalState(),
        "image": image,
        "service_name": draw(SERVICE_NAMES),
        "port": draw(st.sampled_from([1, 8080, 65535])),
        "environment": {
            name: value
            for name, value in draw(st.dictionaries(VARIABLE_NAMES, VALUES, max_size=4)).items()
            if name not in secrets
        },
        "secrets": secrets,
        "instance": Instance(cpu, draw(st.sampled_from(PAIRS[cpu]))),
        "scaling": scaling,
        "role_path": draw(st.sampled_from(["/", "/team/", "/a/b.c/"])),
        "health_check": draw(health_checks()),
        "tracing": draw(st.booleans()),
        "deletion_protection": draw(st.booleans()),
        "permissions": [] if "instance_role_arn" in chosen else draw(st.lists(permissions, max_size=2)),
        "tags": draw(TAGS),
        **draw(networks()),
        **chosen,
    }
    if isinstance(image, CodeRepository) and image.runtime is None:
        for ignored in ("port", "start_command", "environment", "secrets"):
            made.pop(ignored, None)
    return made


def of_role(*path: str) -> st.SearchStrategy[str]:
    """Return ARNs of roles, with and without a path."""
    return st.sampled_from([f"{ROLE}own", f"{ROLE}service-role/own", f"{ROLE}a/b/c@d+e=f,g"])


MISTAKES: dict[str, tuple[Any, ...]] = {
    "name": ("Dev", "", "1a", "a" * 32, "a_b", None, 5),
    "was": ("Dev", "", "1a", "a" * 32, "a_b", 5),
    "region": ("eu-west-9", "", "eu-north-1", None),
    "account_id": ("1", 111122223333, "11112222333a", "١١١١٢٢٢٢٣٣٣٣", None),
    "backend": (None, "s3", LocalState),
    "image": (None, "shop:v1", 5),
    "service_name": ("abc", "a" * 41, "-abc", "_abc", "a b c d", "", None, "abcd\n", "ábcd"),
    "port": (0, 65536, -1, "8080", True, None, 80.0),
    "start_command": ("", "a\nb", "a\rb", 5, "run ${PORT}", "run ${PORT:-80}"),
    "environment": (
        {"PORT": "1"},
        {"AWSAPPRUNNER_A": "1"},
        {"A=B": "1"},
        {"": "1"},
        {"A": 1},
        {"A": None},
        {"A": "x" * 51201},
        {"A": "a\nb"},
        {"A": "a\0b"},
        {"A": "${HOME}"},
        {"A": "a${"},
        {"A": "postgres://shop:hunter2@db/shop"},
        {"API_TOKEN": "hunter2"},
        {"A\nB": "1"},
        {"A${B}": "1"},
        "A=B",
        ["A"],
    ),
    "secrets": (
        {"A": "hunter2"},
        {"A": 5},
        {"A": None},
        {"PORT": f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/a"},
        {"A": f"arn:aws:ssm:{REGION}:999999999999:parameter/a"},
        {"A": f"arn:aws:s3:{REGION}:{ACCOUNT}:a"},
        {"A": f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/{'a' * 2048}"},
        {"x" * 2049: f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/a"},
        {f"A{n}": f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/{str(n) * 500}" for n in range(30)},
        "A",
    ),
    "instance": (None, "1 vCPU"),
    "scaling": (None, 5, "shared", SHARED_SCALING.replace("auto", "")),
    "health_check": (None, "/healthz"),
    "alarms": (5, True, TOPIC, AlarmTopic()),
    "managed_policy_arns": (None, 5, "ReadOnlyAccess", ["ReadOnlyAccess"], POLICIES[0], [None]),
    "private_ingress": (5, "vpc-0a1b2c3d", ["vpc-0a1b2c3d"]),
    "role_path": ("", "team", "/team", "team/", "/a b/", None, f"/{'a' * 511}/"),
    "domains": (
        "a.example.com",
        ["a.example.com"],
        5,
        [CustomDomain("a.example.com"), CustomDomain("A.example.com")],
        [CustomDomain("example.com", www=True), CustomDomain("www.example.com")],
        [CustomDomain(f"a{n}.example.com") for n in range(6)],
    ),
    "ip_address_type": ("IPV6", "", None),
    "log_retention": (30, "30"),
    "tracing": (None, "yes", 1),
    "deletion_protection": ("yes", 1),
    "kms_key_arn": ("alias/a", f"arn:aws:kms:{REGION}:{ACCOUNT}:key/mrk-{'0' * 32}", "", 5),
    "web_acl_arn": ("a", f"arn:aws:wafv2:{REGION}:{ACCOUNT}:global/webacl/a/b"),
    "access_role_arn": ("role", "arn:aws:iam::1:role/a", f"{ROLE}{'a' * 1000}", ""),
    "instance_role_arn": ("role", f"arn:aws:iam::{ACCOUNT}:user/a", ROLE),
    "permissions_boundary_arn": ("policy", f"{ROLE}a"),
    "tags": (
        {"aws:a": "b"},
        {"AWS:a": "b"},
        {"": "b"},
        {"a" * 129: "b"},
        {"a": "b" * 257},
        {"a": 5},
        {"a*b": "c"},
        {"a": "b\n"},
        {"A": "1", "a": "2"},
        {"Environment": "b"},
        {str(n): "" for n in range(49)},
        "a",
    ),
    "permissions": ("s3:GetObject", ["s3:GetObject"], 5),
    "vpc": ("connector", 5),
    "guard": (
        Production(waive="latest-tag"),
        Production(waive={"latest": "a"}),
        Production(waive={"latest-tag": ""}),
    ),
}
"""Values that are refused, by field."""


@frozen
class Case:
    """An environment, or the problems it has."""

    given: dict[str, Any]
    broken: str | None
    environment: Environment | None
    problems: list[Any] = field(factory=list)


def make(given: dict[str, Any], broken: str | None) -> Case:
    """Make an environment as the app does."""
    with collect_problems() as problems:
        environment = Environment(**given)
    return Case(given, broken, None if problems else environment, problems)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case; about half of them have a mistake."""
    given = draw(settings())
    broken = None
    if draw(st.booleans()):
        broken = draw(st.sampled_from(sorted(MISTAKES)))
        given = {**given, broken: draw(st.sampled_from(MISTAKES[broken]))}
    return make(given, broken)
