"""The errors of App Runner's API."""

from __future__ import annotations


class ApiError(Exception):
    """An error that a client receives."""

    def __init__(self, name: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.name = name
        self.message = message
        self.status = status


def invalid(message: str) -> ApiError:
    """The request is invalid."""
    return ApiError("InvalidRequestException", message)


def state(message: str) -> ApiError:
    """The request isn't possible in the current state of the resource."""
    return ApiError("InvalidStateException", message)


def missing(arn: str) -> ApiError:
    """The resource doesn't exist."""
    return ApiError("ResourceNotFoundException", f"Resource not found: {arn}")


def quota(message: str) -> ApiError:
    """The account has reached a quota."""
    return ApiError("ServiceQuotaExceededException", message)
