"""Configurations with revisions: auto scaling and observability."""

from __future__ import annotations

from attrs import frozen

from cdktf_apprunner_tools.sandbox.apprunner.records import Record, utc_now
from cdktf_apprunner_tools.sandbox.apprunner.region import Region
from cdktf_apprunner_tools.sandbox.errors import missing, quota

MAX_REVISIONS = 5
"""https://docs.aws.amazon.com/apprunner/latest/dg/architecture.html#architecture.quotas"""


@frozen
class Revisions:
    """One kind of configuration.

    Parameters
    ----------
    kind
        Its name in ARNs.
    prefix
        Start of the names of its fields.
    """

    kind: str
    prefix: str

    def create(self, region: Region, records: dict[str, Record], name: str, values: Record) -> Record:
        """Create the next revision of a name; it becomes the latest."""
        older = self.active(records, name)
        if len(older) >= MAX_REVISIONS:
            raise quota(f"{name} has {MAX_REVISIONS} active revisions; delete one first.")
        number = 1 + max((item[f"{self.prefix}Revision"] for item in self.named(records, name)), default=0)
        for item in older:
            item["Latest"] = False
        arn = region.arn(self.kind, name, number)
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
