"""The error of the review."""

from cdktf_apprunner_tools.errors import Unusable


class PlanError(Unusable):
    """A file can't be reviewed; the text names the file and the reason in one line."""

    def __init__(self, message: str) -> None:
        from cdktf_apprunner_tools.review.phrase import printable

        super().__init__(printable(message))
