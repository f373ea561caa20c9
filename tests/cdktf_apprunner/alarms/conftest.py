"""A service with all alarms."""

import pytest

from cdktf_apprunner import Alarms, AlarmTopic
from tests.support.alarms import web


@pytest.fixture(scope="session")
def everything(synth):
    """A service with every alarm, two new topics, failures and a dashboard."""
    alarms = Alarms(
        topic=AlarmTopic(emails=["a@example.com", "b@example.com"]),
        critical_topic=AlarmTopic(),
        dashboard=True,
    )
    return synth(lambda scope: web(scope, alarms, tags={"team": "shop"}))
