"""Calls done once: what a client asks again, because the answer never reached it, isn't done a second time.

On a busy machine an answer can be lost on its way. AWS's SDKs then ask again under the same invocation id
(``Amz-Sdk-Invocation-Id``), and a creation done twice would be refused as a second one of the same name.
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
    """The answers of the latest invocations."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, Future[Response]] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, request: Request, make: Callable[[], Response]) -> Response:
        """Return the earlier answer to the same invocation where that was a good one, else make one."""
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
