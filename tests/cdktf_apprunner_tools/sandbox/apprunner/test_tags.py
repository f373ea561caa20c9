"""Tags, and pages of lists."""

import pytest

from tests.support.apprunner import refused

pytestmark = pytest.mark.slow


def test_tags_and_pages(client, create):
    arn = create(Tags=[{"Key": "a", "Value": "1"}])
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": "b", "Value": "2"}])
    client.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert client.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
    for number in range(4):
        create(f"service{number}")
    pages, token = [], {}
    while True:
        page = client.list_services(MaxResults=2, **token)
        pages.append(len(page["ServiceSummaryList"]))
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert pages == [2, 2, 1]
    with refused("InvalidRequestException", "NextToken"):
        client.list_services(NextToken="nonsense")
