"""No rule of the registry expires an image that an environment runs."""

import json

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from cdktf_apprunner import EcrImage, EcrPublicImage, Rollout
from cdktf_apprunner.environments import LocalState, Registry
from cdktf_apprunner.environments._images import check, protected_tags
from cdktf_apprunner.registry import lifecycle_rules
from tests.support.deployment import environment
from tests.support.ecr_lifecycle import Image, expired

DIGEST = "sha256:" + "0" * 64
MOVES = {
    "moving tag": ({"tag": "dev"}, "dev, and goes on running the image that the tag leaves when it moves"),
    "pattern of another case": ({"tag": "V1"}, "V1, and goes on running"),
    "digest": ({"digest": DIGEST}, "which no rule can protect"),
    "variable": ({"tag": "${TfToken[TOKEN.0]}"}, "a tag that only Terraform knows"),
}
STAYS = {
    "release": ({"tag": "v1.4.1"}, {}),
    "exact tag": ({"tag": "main"}, {"protected_tags": ["main"]}),
    "pattern inside": ({"tag": "2026-rel-7"}, {"protected_tags": ["*-rel-*"]}),
    "on push": ({"tag": "dev", "rollout": Rollout.ON_PUSH}, {}),
    "immutable": ({"tag": "abc123"}, {"immutable_tags": True}),
    "other region": ({"tag": "dev", "region": "eu-central-1"}, {}),
    "other account": ({"tag": "dev", "account_id": "999988887777"}, {}),
}


def registry(**settings):
    here = environment(name="dev")
    place = {"region": here.region, "account_id": here.account_id, "backend": LocalState()}
    return Registry(repository_name="shop", **{**place, **settings})


def running(name, **image):
    return evolve(environment(name=name), image=EcrImage("shop", **image))


@pytest.mark.parametrize("number", ["keep_tagged", "expire_untagged_days"])
@pytest.mark.parametrize(("image", "reason"), MOVES.values(), ids=MOVES)
def test_a_rule_that_could_expire_a_running_image_is_refused(number, image, reason):
    (problem,) = check(registry(**{number: 30}), [running("dev", **image)])
    assert (problem.field, problem.given) == (number, 30)
    assert problem.allowed.startswith("dev runs ")
    assert reason in problem.allowed
    assert number in problem.advice


@pytest.mark.parametrize(("image", "settings"), STAYS.values(), ids=STAYS)
def test_a_rule_that_can_not_is_accepted(image, settings):
    both = registry(keep_tagged=1, expire_untagged_days=1, **settings)
    assert check(both, [running("dev", **image)]) == []


def test_without_expiry_everything_may_run():
    found = [running("dev", **image) for image, _ in MOVES.values()]
    assert check(registry(), found) == []


def test_every_problem_at_once():
    found = check(
        registry(keep_tagged=9, expire_untagged_days=9), [running("dev", tag="a"), running("qa", tag="b")]
    )
    assert len(found) == 4


def test_other_sources_have_no_tag_here():
    public = evolve(environment(name="dev"), image=EcrPublicImage("public.ecr.aws/x/shop:dev"))
    other = evolve(environment(name="dev"), image=EcrImage("other", tag="dev"))
    assert check(registry(keep_tagged=1), [public, other]) == []
    assert protected_tags(registry(), [public, other]) == ["v*"]


def test_tags_of_environments_are_protected_besides():
    found = [running("prod", tag="v1"), running("b", tag="b"), running("a", tag="a"), running("c", tag="a")]
    assert protected_tags(registry(), found) == ["v*", "a", "b"]


def test_more_tags_than_rules():
    found = [running("dev", tag=f"t{number}", rollout=Rollout.ON_PUSH) for number in range(48)]
    assert check(registry(keep_tagged=1), found[1:]) == []
    (problem,) = check(registry(keep_tagged=1), found)
    assert (problem.field, problem.given) == ("protected_tags", 49)
    assert check(registry(), found) == []


TAGS = st.sampled_from(["dev", "main", "v1", "v2", "v10", "sha-1", "sha-2", "release-1"])
SETTINGS = st.builds(
    registry,
    protected_tags=st.lists(st.sampled_from(["v*", "dev", "*-1", "release-*", "*"]), max_size=3),
    keep_tagged=st.none() | st.integers(1, 5),
    expire_untagged_days=st.none() | st.integers(1, 5),
    immutable_tags=st.booleans(),
)


@given(
    pushed=st.lists(st.frozensets(TAGS, max_size=3), min_size=1, max_size=30),
    tags=st.lists(st.tuples(TAGS, st.sampled_from(Rollout)), max_size=3),
    settings=SETTINGS,
)
def test_what_is_accepted_never_expires_what_runs(pushed, tags, settings):
    """Each push takes its tags from earlier images, unless tags are immutable."""
    immutable = settings.immutable_tags
    found = [running(f"e{number}", tag=tag, rollout=rollout) for number, (tag, rollout) in enumerate(tags)]
    if check(settings, found) or not settings.expires:
        return
    holders: dict[str, int] = {}
    first: dict[str, int] = {}
    for number, pushed_tags in enumerate(pushed):
        for tag in pushed_tags:
            first.setdefault(tag, number)
            holders[tag] = holders[tag] if immutable and tag in holders else number
    images = [
        Image(str(number), frozenset(tag for tag in holders if holders[tag] == number), len(pushed) - number)
        for number in range(len(pushed))
    ]
    rules = lifecycle_rules(evolve(settings, protected_tags=protected_tags(settings, found)))
    gone = expired(json.dumps({"rules": rules}), images)
    named = {holders[tag] for tag, _ in tags if tag in holders}
    assert gone.isdisjoint(str(number) for number in named)
    if immutable:
        assert gone.isdisjoint(str(first[tag]) for tag, _ in tags if tag in first)
