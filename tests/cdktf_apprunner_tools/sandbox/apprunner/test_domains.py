"""Custom domains."""

import time

import pytest

from tests.support.apprunner import refused, settle

pytestmark = pytest.mark.slow


def test_custom_domains(sandbox, client, create):
    arn = create()
    settle(client, arn)
    for number in range(5):
        client.associate_custom_domain(
            ServiceArn=arn, DomainName=f"d{number}.a{client.account_id}.com", EnableWWWSubdomain=False
        )
    with refused("InvalidRequestException", "5 custom domains"):
        client.associate_custom_domain(ServiceArn=arn, DomainName="more.example.com")
    time.sleep(0.3)
    domain = client.describe_custom_domains(ServiceArn=arn)["CustomDomains"][0]
    assert domain["Status"] == "pending_certificate_dns_validation"
    route53 = sandbox.client("route53", account_id=client.account_id)
    zone = route53.create_hosted_zone(Name=domain["DomainName"], CallerReference=domain["DomainName"])
    changes = [
        {
            "Action": "CREATE",
            "ResourceRecordSet": {
                "Name": record["Name"],
                "Type": record["Type"],
                "TTL": 60,
                "ResourceRecords": [{"Value": record["Value"]}],
            },
        }
        for record in domain["CertificateValidationRecords"]
    ]
    route53.change_resource_record_sets(
        HostedZoneId=zone["HostedZone"]["Id"], ChangeBatch={"Changes": changes}
    )
    time.sleep(0.3)
    assert client.describe_custom_domains(ServiceArn=arn)["CustomDomains"][0]["Status"] == "active"
    client.disassociate_custom_domain(ServiceArn=arn, DomainName=domain["DomainName"])
    time.sleep(0.3)
    assert len(client.describe_custom_domains(ServiceArn=arn)["CustomDomains"]) == 4
    with refused("ResourceNotFoundException"):
        client.disassociate_custom_domain(ServiceArn=arn, DomainName=domain["DomainName"])
