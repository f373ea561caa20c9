"""The errors of App Runner's API."""

from __future__ import annotations


class ApiError(Exception):
    """An error as a client gets it."""

    def __init__(self, name: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.name = name
        self.message = message
        self.status = status


def invalid(message: str) -> ApiError:
    """A request that can't be carried out as it stands."""
    return ApiError("InvalidRequestException", message)


def state(message: str) -> ApiError:
    """A request that can't be carried out in the state the resource is in."""
    return ApiError("InvalidStateException", message)


def missing(arn: str) -> ApiError:
    """A resource that isn't there."""
    return ApiError("ResourceNotFoundException", f"Resource not found: {arn}")


def quota(message: str) -> ApiError:
    """One more than the account may have."""
    return ApiError("ServiceQuotaExceededException", message)
