"""A repeated request gets the earlier response, so that nothing is done twice.

On a busy machine a response can get lost. AWS's SDKs then repeat the request with the same invocation id
(``Amz-Sdk-Invocation-Id``). Without this module, a repeated creation would fail because the name is in use.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future

from werkzeug.wrappers import Request, Response

INVOCATION = "Amz-Sdk-Invocation-Id"
KEPT = 1000
REFUSED = 400


class Retries:
    """The responses to the latest invocations."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, Future[Response]] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, request: Request, make: Callable[[], Response]) -> Response:
        """Return the earlier response to the same invocation if it succeeded; else make a new one."""
        invocation = request.headers.get(INVOCATION)
        if invocation is None:
            return make()
        with self._lock:
            earlier = self._answers.get(invocation)
        if earlier is not None and (answered := earlier.result()).status_code < REFUSED:
            return answered
        coming: Future[Response] = Future()
        with self._lock:
            self._answers[invocation] = coming
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        try:
            made = make()
        except BaseException as error:
            coming.set_exception(error)
            raise
        coming.set_result(made)
        return made
