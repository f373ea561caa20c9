"""One list of settings: signature, docstring, values and environment name the same ones, in one order."""

import inspect
import re

import pytest
from attrs import NOTHING, Factory, fields

from cdktf_apprunner import AppRunnerService, ContainerRegistry, VpcConnector
from cdktf_apprunner.environments import Environment, Registry, Vpc
from cdktf_apprunner.registry import RegistrySettings
from cdktf_apprunner.settings import ServiceSettings
from cdktf_apprunner.vpc_connector import VpcSettings

BOTH = [
    (AppRunnerService, ServiceSettings, ["service_name", "source", "vpc_connector", "was"]),
    (ContainerRegistry, RegistrySettings, []),
    (VpcConnector, VpcSettings, ["connector_name", "tags"]),
]
ONLY_IN_ENVIRONMENT = {
    Environment: {
        *("name", "was", "region", "account_id", "image", "backend"),
        *("service_name", "permissions", "vpc", "guard"),
    },
    Registry: {"region", "account_id", "backend"},
    Vpc: set(),
}


def arguments(construct: type) -> dict[str, inspect.Parameter]:
    parameters = inspect.signature(construct.__init__).parameters
    return {name: each for name, each in parameters.items() if name not in ("self", "scope", "id")}


def documented(value: type) -> list[str]:
    """The names in the docstring's section of parameters, in its order."""
    section = inspect.getdoc(value).partition("Parameters\n---")[2].partition("\nRaises\n")[0]
    lines = re.findall(r"^([a-z][\w, ]*)$", section, re.MULTILINE)
    return [name for line in lines for name in line.split(", ")]


def default(value: object) -> object:
    """The default as an argument has it: values make an empty map where arguments have None."""
    return None if isinstance(value, Factory) else value


@pytest.mark.parametrize(("construct", "settings", "others"), BOTH)
def test_arguments_are_the_settings(construct, settings, others):
    names = [each.name for each in fields(settings)]
    assert [name for name in arguments(construct) if name not in others] == names


@pytest.mark.parametrize(("construct", "settings", "others"), BOTH)
def test_defaults_are_the_same(construct, settings, others):
    given = arguments(construct)
    for each in fields(settings):
        theirs = given[each.name].default
        assert (NOTHING if theirs is inspect.Parameter.empty else theirs) == default(each.default), each.name


@pytest.mark.parametrize(("construct", "settings", "others"), BOTH)
def test_docstring_has_every_argument_in_order(construct, settings, others):
    assert documented(construct) == list(arguments(construct))


@pytest.mark.parametrize(
    ("value", "settings"), [(Environment, ServiceSettings), (Registry, RegistrySettings), (Vpc, VpcSettings)]
)
def test_environments_have_every_setting(value, settings):
    names = {each.name for each in fields(value)}
    assert names - {each.name for each in fields(settings)} == ONLY_IN_ENVIRONMENT[value]


def test_registry_documents_every_field():
    assert sorted(documented(Registry)) == sorted(each.name for each in fields(Registry))


def test_environment_documents_every_field_of_its_own():
    assert ONLY_IN_ENVIRONMENT[Environment] <= set(documented(Environment))
