"""The process that does what needs a model, so that the room itself stays light and alive.

Requests come as JSON lines on stdin, ``{"id": 3, "do": "picture", ...}``, one after another;
``{"cancel": 3}`` stops one. Answers go to stdout: ``progress``, then ``done`` or ``failed``.
"""

from __future__ import annotations

import json
import os
import threading
import traceback
from collections.abc import Callable
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NoReturn

from slowglass.core.errors import SlowglassError
from slowglass.plugin.pipes import take_pipes

if TYPE_CHECKING:
    from slowglass.core.pipeline import Progress

Request = dict[str, Any]


def engine_main() -> NoReturn:
    """Serve a room until it closes its end."""
    incoming, outgoing = take_pipes()
    engine = Engine(outgoing)
    threading.Thread(target=engine.listen, args=(incoming,), daemon=True).start()
    engine.work()
    os._exit(0)


class Engine:
    """Does one thing after another, and listens meanwhile for what is to be stopped."""

    def __init__(self, outgoing: int) -> None:
        """Answer on a file descriptor."""
        self._outgoing = outgoing
        self._requests: SimpleQueue[Request | None] = SimpleQueue()
        self._cancelled: set[int] = set()

    def listen(self, incoming: int) -> None:
        """Take requests until the room is gone; then nothing is worth finishing."""
        with os.fdopen(incoming, "rb") as room:
            for line in room:
                request = json.loads(line)
                if "cancel" in request:
                    self._cancelled.add(request["cancel"])
                else:
                    self._requests.put(request)
        os._exit(0)

    def work(self) -> None:
        """Do what comes."""
        while (request := self._requests.get()) is not None:
            try:
                self._say(request, "done", result=self._do(request))
            except SlowglassError as error:
                self._say(request, "failed", message=str(error), code=error.code)
            except Exception as error:  # the room must learn of everything
                traceback.print_exc()
                self._say(request, "failed", message=f"unexpected {error!r}", code="unexpected")

    def _do(self, request: Request) -> dict[str, Any]:
        """Do one thing and return what there is to say of it."""
        from slowglass.plugin.review import deeds

        def report(progress: Progress) -> None:
            self._say(request, "progress", **vars(progress))

        def stop() -> bool:
            return request["id"] in self._cancelled

        deed: Callable[..., dict[str, Any]] = getattr(deeds, request["do"])
        return deed(request, report, stop)

    def _say(self, request: Request, event: str, **fields: Any) -> None:
        line = json.dumps({"id": request["id"], "event": event, **fields}) + "\n"
        os.write(self._outgoing, line.encode())
