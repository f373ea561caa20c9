"""The table of limits, held against botocore's models and the provider's schema; both sides of each bound."""

import json
import re

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdktf_apprunner import limits, names
from tests.property.cases import shape
from tools.sandbox import model
from tools.sandbox.errors import ApiError
from tools.terraform import Terraform

TABLE = limits.table()
TEXTS = {name: row for name, row in TABLE.items() if isinstance(row, limits.Text)}
RANGES = {name: row for name, row in TABLE.items() if isinstance(row, limits.Range)}
CHOICES = {name: row for name, row in TABLE.items() if isinstance(row, limits.Choice)}
NOT_STRINGS = (None, 5, True, 1.5, b"abcd", ["abcd"])
CALM = settings(
    max_examples=15, database=None, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def member(path):
    """The shape that ``service Operation.Member`` names."""
    service, _, rest = path.partition(" ")
    found = shape(service, rest.partition(".")[0])
    for name in rest.split(".")[1:]:
        found = (
            found.members[name]
            if found.type_name == "structure"
            else getattr(found, name, None) or (found.member.members[name])
        )
    return found


def held():
    return [
        pytest.param(row, member(path), id=f"{name}: {path.rpartition('.')[2]}")
        for name, row in TABLE.items()
        for path in row.model
    ]


def takes(found, value):
    try:
        model.check(found, value)
    except ApiError:
        return False
    return True


@pytest.mark.parametrize(("row", "found"), held())
def test_row_agrees_with_the_model(row, found):
    metadata = found.metadata
    if isinstance(row, limits.Range):
        bounds = (row.low, min(row.high, metadata.get("max", row.high)))
        assert (metadata.get("min", row.low), metadata.get("max", row.high)) == bounds
        return
    if isinstance(row, limits.Choice):
        known = set(getattr(found, "enum", None) or metadata["pattern"].split("|"))
        assert set(row.values) <= known
        assert row.stricter or set(row.values) == known
        return
    lengths = (metadata.get("min", 0), metadata.get("max", limits.INTEGER))
    assert lengths[0] <= row.shortest or metadata.get("min") is None
    assert row.longest <= lengths[1]
    if not row.stricter and "max" in metadata:
        assert (row.shortest, row.longest) == (lengths[0] or row.shortest, lengths[1])


@pytest.mark.parametrize(
    ("row", "found"), [each for each in held() if isinstance(each.values[0], limits.Text)]
)
def test_the_model_takes_what_the_row_takes(row, found):
    @CALM
    @given(st.from_regex(re.compile(row.pattern, re.ASCII), fullmatch=True))
    def holds(text):
        if not row.check("x", text) and not limits.is_token(text):
            assert takes(found, text), text

    holds()


@pytest.mark.parametrize(
    ("row", "found"),
    [each for each in held() if isinstance(each.values[0], limits.Text) and not each.values[0].stricter],
)
def test_the_row_takes_what_the_model_takes(row, found):
    pattern = found.metadata["pattern"]

    @CALM
    @given(st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True))
    def holds(text):
        if takes(found, text) and not limits.is_token(text):
            assert not row.check("x", text), text

    holds()


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_both_sides_of_each_length(name):
    row = TEXTS[name]
    accepted = []

    @CALM
    @given(st.from_regex(re.compile(row.pattern, re.ASCII), fullmatch=True))
    def collect(text):
        if not row.check("x", text):
            accepted.append(text)

    collect()
    assert accepted, "nothing that the pattern matches is allowed"
    grown = next((text for text in accepted if grow(row, text, row.longest)), None)
    if row.longest < 60_000 and grown is not None:
        assert not row.check("x", grow(row, grown, row.longest))
        assert row.check("x", grow(row, grown, row.longest) + grown[-1])
    if row.shortest > 1:
        assert row.check("x", accepted[0][: row.shortest - 1])


def grow(row, text, length):
    """The text at a length, where repeating its last character keeps to the pattern."""
    longer = text + text[-1:] * (length - len(text))
    return longer if text and re.fullmatch(row.pattern, longer, re.ASCII) else ""


@pytest.mark.parametrize("name", sorted(TEXTS))
@pytest.mark.parametrize("value", NOT_STRINGS)
def test_what_is_no_string_is_refused(name, value):
    (problem,) = TEXTS[name].check("x", value)
    assert problem.page.startswith("https://")
    assert problem.allowed.startswith("allowed ")


@pytest.mark.parametrize("name", sorted(RANGES))
def test_both_sides_of_each_number(name):
    row = RANGES[name]
    for value in (row.low, row.high):
        assert row.check("x", value) == []
    for value in (row.low - 1, row.high + 1, True, float(row.low), str(row.low), None):
        assert row.check("x", value)[0].given == value


@pytest.mark.parametrize("name", sorted(CHOICES))
def test_each_choice_and_none_other(name):
    row = CHOICES[name]
    assert [problem for value in row.values for problem in row.check("x", value)] == []
    for value in (None, True, 1.0, "", f"{row.values[0]}x"):
        assert row.check("x", value)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_tokens_pass(name):
    row = TABLE[name]
    token = -1.8e289 if isinstance(row, limits.Range) else "${var.value}"
    assert row.check("x", token) == []


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_row_has_source_and_date(name):
    row = TABLE[name]
    assert row.page.startswith("https://")
    assert re.fullmatch(r"20\d\d-\d\d", row.read)


@pytest.mark.parametrize(
    ("value", "token"),
    [
        ("${var.a}", True),
        ("a ${var.a}", True),
        ("#{TfToken[TOKEN.1]}", True),
        ("&{TfToken[TOKEN.4]}", True),
        ("$${HOME}", False),
        ("#{ruby}", False),
        ("$5", False),
        (True, False),
        (0, False),
        (-8.1095622125913805e298, True),
    ],
)
def test_tokens(value, token):
    assert limits.is_token(value) is token


def test_a_path_is_no_token(tmp_path):
    assert not limits.is_token(tmp_path)


def test_regions_are_botocores():
    assert set(limits.REGION.values) <= set(boto3.session.Session().get_available_regions("apprunner"))


def test_line_breaks_at_the_end_are_refused():
    for row in (limits.SERVICE_NAME, limits.ACCOUNT_ID, limits.VARIABLE_VALUE, limits.TAG_KEY):
        assert row.check("x", "111122223333\n")


def test_digits_and_letters_are_ascii_where_aws_says_so():
    assert limits.ACCOUNT_ID.check("x", "١١١١٢٢٢٢٣٣٣٣")
    assert limits.SERVICE_NAME.check("x", "åbcd")
    assert not limits.TAG_KEY.check("x", "Größe 日本")


DERIVED = {
    limits.SCALING_NAME: "",
    limits.OBSERVABILITY_NAME: "",
    limits.INGRESS_NAME: "",
    limits.ROLE_NAME: "apprunner-instance",
    limits.SCHEDULE_NAME: "application-log-retention",
}


@pytest.mark.parametrize("service_name", ["shop", "a" * 40, "a" * 39 + "_", "a" * 31 + "-" + "b" * 8])
def test_derived_names_are_legal(service_name):
    for row, suffix in DERIVED.items():
        assert row.check("x", names.derived(service_name, suffix, row.longest)) == []


def test_derived_names_are_distinct():
    services = [letter * 32 + end for letter in "ab" for end in ("-one", "-two", "")]
    for row, suffix in DERIVED.items():
        assert len({names.derived(name, suffix, row.longest) for name in services}) == len(services)
    roles = {names.access_role(name) for name in ("acme/shop", "acme-shop", "acme.shop", "acme_shop")}
    assert len(roles) == 4
    for repository in ("a" * 256, "a/" * 100 + "a"):
        assert limits.ROLE_NAME.check("x", names.access_role(repository)) == []


@pytest.fixture(scope="session")
def schema(tmp_path_factory):
    """The provider's resources and data sources, by name."""
    terraform = Terraform(tmp_path_factory.mktemp("schema"))
    provider = {"source": "hashicorp/aws", "version": "5.100.0"}
    (terraform.folder / "main.tf.json").write_text(
        json.dumps({"terraform": {"required_providers": {"aws": provider}}}), encoding="utf-8"
    )
    terraform.init()
    (found,) = json.loads(terraform.run("providers", "schema", "-json"))["provider_schemas"].values()
    return found["resource_schemas"] | {
        name: value
        for name, value in found["data_source_schemas"].items()
        if name not in found["resource_schemas"]
    }


@pytest.mark.terraform
def test_every_argument_is_in_the_providers_schema(schema):
    """One test for all rows: the schema takes seconds to read."""
    wrong = {}
    for name, row in TABLE.items():
        if not row.argument:
            continue
        resource, *path, last = row.argument.split(".")
        block = schema[resource]["block"]
        for step in path:
            block = block["block_types"][step]["block"]
        attribute = block["attributes"].get(last, {})
        numeric = isinstance(row, limits.Range | limits.Amount) or row is limits.RETENTION_DAYS
        kinds = ("number", "string") if numeric else ("string",)
        inner = attribute.get("type")
        inner = inner[1] if isinstance(inner, list) else inner
        if inner not in kinds or attribute.get("deprecated"):
            wrong[name] = (row.argument, attribute)
    assert wrong == {}
