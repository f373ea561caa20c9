"""Tags, and pages of lists."""

import pytest

from tests.support.apprunner import refused
from tests.support.direct import Direct, Refused
from tests.support.images import HELLO_SOURCE

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


def connections(call, count):
    for number in range(count):
        call("CreateConnection", ConnectionName=f"name{number}", ProviderType="GITHUB")


def test_a_token_belongs_to_its_request():
    call = Direct()
    connections(call, 3)
    token = call("ListConnections", MaxResults=2)["NextToken"]
    for other in ({"MaxResults": 1}, {"MaxResults": 2, "ConnectionName": "name1"}, {}):
        with pytest.raises(Refused, match=r"^InvalidRequestException: .*other parameters"):
            call("ListConnections", NextToken=token, **other)
    assert len(call("ListConnections", NextToken=token, MaxResults=2)["ConnectionSummaryList"]) == 1


def test_without_a_number_a_page_has_everything():
    call = Direct()
    arn = call("CreateService", ServiceName="shop", SourceConfiguration=HELLO_SOURCE)["Service"]["ServiceArn"]
    call.tick()
    for _ in range(120):
        call("StartDeployment", ServiceArn=arn)
        call.tick()
    found = call("ListOperations", ServiceArn=arn)
    assert len(found["OperationSummaryList"]) == 121
    assert "NextToken" not in found
