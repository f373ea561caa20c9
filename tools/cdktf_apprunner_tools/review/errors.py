"""The error of the review."""


class PlanError(Exception):
    """A file can't be reviewed; the text names the file and the reason in one line."""
