"""For any JSON, the answer is a review or one line."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdktf_apprunner_tools.review.errors import PlanError
from cdktf_apprunner_tools.review.markdown import LIMIT
from tests.support.plans import kept, run

pytestmark = pytest.mark.slow
MANY = [kept(name) for name in ("settings", "replaced", "errored", "exposed", "modules", "in-use")]
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        ["${a}", "{", "[1", '{"Statement": 1}', "\ud800", "\x1b[31m", "a@sha256:", "arn:aws:x", "/"]
    )
)
ANYTHING = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)


def places(value):
    """Yield every container in the JSON with each of its keys."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutated(data, tmp_path):
    plan = copy.deepcopy(MANY[data.draw(st.integers(0, len(MANY) - 1))])
    part = data.draw(st.sampled_from(["resource_changes", "output_changes", "prior_state", "checks", None]))
    found = list(places(plan.get(part) or plan))
    for _ in range(data.draw(st.integers(1, 4))):
        container, key = found[data.draw(st.integers(0, len(found) - 1))]
        what = data.draw(st.sampled_from(["replace", "remove", "double"]))
        if what == "replace" and (isinstance(container, dict) or key < len(container)):
            container[key] = data.draw(ANYTHING)
        elif what == "remove" and isinstance(container, dict):
            container.pop(key, None)
        elif isinstance(container, list) and container:
            container.append(container[0])
    path = tmp_path / "prod.json"
    path.write_text(json.dumps(plan), encoding="utf-8")
    for form in ("markdown", "text", "json"):
        done = run("--format", form, path)
        if done.exception and not isinstance(done.exception, SystemExit):
            assert isinstance(done.exception, PlanError), repr(done.exception)
            assert "\n" not in str(done.exception)
        else:
            assert form != "markdown" or len(done.stdout) < LIMIT


@pytest.mark.parametrize("text", ["null", "true", "0", '""', "{}", '{"format_version": null}', "NaN"])
def test_other_json(text, tmp_path):
    path = tmp_path / "prod.json"
    path.write_text(text, encoding="utf-8")
    assert isinstance(run(path).exception, PlanError)
