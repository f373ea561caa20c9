"""What can't be reviewed."""


class PlanError(Exception):
    """A file that can't be reviewed; the text says which and why, in one line."""
