"""Configurations with revisions: auto scaling and observability."""

from __future__ import annotations

from attrs import frozen

from cdktf_apprunner_tools.sandbox.apprunner.records import Record, utc_now
from cdktf_apprunner_tools.sandbox.apprunner.region import Region
from cdktf_apprunner_tools.sandbox.errors import invalid, missing, quota

DEFAULT = "DefaultConfiguration"
"""Name of AWS's auto scaling configuration, which every account has and no quota counts."""


@frozen
class Revisions:
    """One kind of configuration.

    Parameters
    ----------
    kind
        Its name in ARNs.
    prefix
        Start of the names of its fields.
    max_names, max_revisions
        Quotas of an account and region: names, and active revisions of each.
        https://docs.aws.amazon.com/apprunner/latest/dg/architecture.html#architecture.quotas
    """

    kind: str
    prefix: str
    max_names: int
    max_revisions: int

    def create(
        self,
        region: Region,
        records: dict[str, Record],
        name: str,
        values: Record,
        tags: list[Record] | None,
    ) -> Record:
        """Create the next revision of a name; it becomes the latest.

        Its number is unique among the active revisions only: after all were deleted, the next one is 1 again.
        Sources: text of ``AutoScalingConfigurationRevision`` in botocore's model; tests ``…_complex`` and
        ``…_updateMultipleVersions`` in hashicorp/terraform-provider-aws,
        ``internal/service/apprunner/auto_scaling_configuration_version_test.go``.
        """
        older = self.active(records, name)
        names = {item[f"{self.prefix}Name"] for item in records.values() if item["Status"] == "ACTIVE"}
        if not older and len(names - {DEFAULT}) >= self.max_names:
            raise quota(f"The account has {self.max_names} names of this kind; delete one first.")
        if len(older) >= self.max_revisions:
            raise quota(f"{name} has {self.max_revisions} active revisions; delete one first.")
        number = 1 + max((item[f"{self.prefix}Revision"] for item in older), default=0)
        arn = region.arn(self.kind, name, number)
        region.tag(arn, tags)
        return self.add(records, arn, name, number, values)

    def add(self, records: dict[str, Record], arn: str, name: str, number: int, values: Record) -> Record:
        """Add a revision; it becomes the latest."""
        for item in self.active(records, name):
            item["Latest"] = False
        records[arn] = {
            f"{self.prefix}Arn": arn,
            f"{self.prefix}Name": name,
            f"{self.prefix}Revision": number,
            "Latest": True,
            "Status": "ACTIVE",
            "CreatedAt": utc_now(),
            **values,
        }
        return records[arn]

    def usable(self, records: dict[str, Record], arn: str) -> Record:
        """Return a revision as `find` does, if it is active: an inactive one can't be used."""
        item = self.find(records, arn)
        if item["Status"] != "ACTIVE":
            raise invalid(f"{arn} is {item['Status']}; only an active revision can be used.")
        return item

    def find(self, records: dict[str, Record], arn: str) -> Record:
        """Return a revision by its ARN, which may lack the id; without a revision it means the latest."""
        if arn in records:
            return records[arn]
        matches = [
            item
            for full, item in records.items()
            if full.startswith(f"{arn}/") and item["Status"] == "ACTIVE"
        ]
        if not matches:
            raise missing(arn)
        return max(matches, key=lambda item: int(item[f"{self.prefix}Revision"]))

    def delete(self, records: dict[str, Record], item: Record) -> None:
        """Make a revision inactive; the highest active revision becomes the latest."""
        item.update(Status="INACTIVE", Latest=False, DeletedAt=utc_now())
        if rest := self.active(records, item[f"{self.prefix}Name"]):
            max(rest, key=lambda other: int(other[f"{self.prefix}Revision"]))["Latest"] = True

    def named(self, records: dict[str, Record], name: str) -> list[Record]:
        """Return every revision of a name."""
        return [item for item in records.values() if item[f"{self.prefix}Name"] == name]

    def active(self, records: dict[str, Record], name: str) -> list[Record]:
        """Return the active revisions of a name."""
        return [item for item in self.named(records, name) if item["Status"] == "ACTIVE"]

    def listed(self, records: dict[str, Record], request: Record) -> list[Record]:
        """Return the active revisions that a request selects, by name and by ``LatestOnly``."""
        name = request.get(f"{self.prefix}Name")
        only_latest = request.get("LatestOnly", True)
        return [
            item
            for item in records.values()
            if item["Status"] == "ACTIVE"
            and (name is None or item[f"{self.prefix}Name"] == name)
            and (item["Latest"] or not only_latest)
        ]
