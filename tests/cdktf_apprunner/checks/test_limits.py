"""The table of limits: as botocore's models and the provider's schema have them; both sides of each bound."""

import json
import re

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdktf_apprunner.checks import limits
from cdktf_apprunner.checks.limit import INTEGER, Amount, Choice, Range, Text
from cdktf_apprunner.checks.tokens import is_token
from cdktf_apprunner_tools.sandbox import model
from cdktf_apprunner_tools.sandbox.errors import ApiError
from cdktf_apprunner_tools.terraform import Terraform
from tests.support.models import shape

TABLE = limits.table()
TEXTS = {name: row for name, row in TABLE.items() if isinstance(row, Text)}
RANGES = {name: row for name, row in TABLE.items() if isinstance(row, Range)}
CHOICES = {name: row for name, row in TABLE.items() if isinstance(row, Choice)}
NOT_STRINGS = (None, 5, True, 1.5, b"abcd", ["abcd"])
CALM = settings(
    max_examples=15, database=None, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def member(path):
    """Return the shape that ``service Operation.Member`` names."""
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
    if isinstance(row, Range):
        bounds = (row.low, min(row.high, metadata.get("max", row.high)))
        assert (metadata.get("min", row.low), metadata.get("max", row.high)) == bounds
        return
    if isinstance(row, Choice):
        known = set(getattr(found, "enum", None) or metadata["pattern"].split("|"))
        assert set(row.values) <= known
        assert row.stricter or set(row.values) == known
        return
    lengths = (metadata.get("min", 0), metadata.get("max", INTEGER))
    assert lengths[0] <= row.shortest or metadata.get("min") is None
    assert row.longest <= lengths[1]
    if not row.stricter and "max" in metadata:
        assert (row.shortest, row.longest) == (lengths[0] or row.shortest, lengths[1])


@pytest.mark.slow
@pytest.mark.parametrize(("row", "found"), [each for each in held() if isinstance(each.values[0], Text)])
def test_the_model_accepts_what_the_row_accepts(row, found):
    @CALM
    @given(st.from_regex(re.compile(row.pattern, re.ASCII), fullmatch=True))
    def holds(text):
        if not row.check("x", text) and not is_token(text):
            assert takes(found, text), text

    holds()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("row", "found"),
    [each for each in held() if isinstance(each.values[0], Text) and not each.values[0].stricter],
)
def test_the_row_accepts_what_the_model_accepts(row, found):
    pattern = found.metadata["pattern"]

    @CALM
    @given(st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True))
    def holds(text):
        if takes(found, text) and not is_token(text):
            assert not row.check("x", text), text

    holds()


@pytest.mark.slow
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
    bounded = row.longest < 60_000
    grown = next((text for text in accepted if grow(row, text, row.longest)), None) if bounded else None
    if grown is not None:
        assert not row.check("x", grow(row, grown, row.longest))
        assert row.check("x", grow(row, grown, row.longest) + grown[-1])
    if row.shortest > 1:
        assert row.check("x", accepted[0][: row.shortest - 1])


def grow(row, text, length):
    """Repeat the last character up to a length; return nothing where the pattern then fails."""
    longer = text + text[-1:] * (length - len(text))
    return longer if text and re.fullmatch(row.pattern, longer, re.ASCII) else ""


@pytest.mark.parametrize("name", sorted(TEXTS))
@pytest.mark.parametrize("value", NOT_STRINGS)
def test_other_types_are_refused(name, value):
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
def test_only_the_choices_pass(name):
    row = CHOICES[name]
    assert [problem for value in row.values for problem in row.check("x", value)] == []
    for value in (None, True, 1.0, "", f"{row.values[0]}x"):
        assert row.check("x", value)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_tokens_pass(name):
    row = TABLE[name]
    token = -1.8e289 if isinstance(row, Range) else "${var.value}"
    assert row.check("x", token) == []


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_row_has_source_and_date(name):
    row = TABLE[name]
    assert row.page.startswith("https://")
    assert re.fullmatch(r"20\d\d-\d\d", row.read)


def test_regions_are_in_botocore():
    assert set(limits.REGION.values) <= set(boto3.session.Session().get_available_regions("apprunner"))


def test_line_breaks_at_the_end_are_refused():
    for row in (limits.SERVICE_NAME, limits.ACCOUNT_ID, limits.VARIABLE_VALUE, limits.TAG_KEY):
        assert row.check("x", "111122223333\n")


def test_digits_and_letters_are_ascii_where_aws_says_so():
    assert limits.ACCOUNT_ID.check("x", "١١١١٢٢٢٢٣٣٣٣")
    assert limits.SERVICE_NAME.check("x", "åbcd")
    assert not limits.TAG_KEY.check("x", "Größe 日本")


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
        numeric = isinstance(row, Range | Amount) or row is limits.RETENTION_DAYS
        kinds = ("number", "string") if numeric else ("string",)
        inner = attribute.get("type")
        inner = inner[1] if isinstance(inner, list) else inner
        if inner not in kinds or attribute.get("deprecated"):
            wrong[name] = (row.argument, attribute)
    assert wrong == {}
