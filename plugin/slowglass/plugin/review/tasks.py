"""Long work of a room: done one after another by the engine process, and watched by the page."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from slowglass.core.errors import SlowglassError
from slowglass.plugin.review.engine_link import EngineLink

MOST_KEPT = 20
"""Tasks that are over and still listed."""

CLOSING_SECONDS = 5.0
"""For a task to learn that its engine is gone."""

State = Literal["waiting", "working", "done", "failed", "stopped"]


@dataclass
class Task:
    """Something that takes a while."""

    number: int
    title: str
    request: dict[str, Any]
    state: State = "waiting"
    done: int = 0
    total: int = 0
    stage: str = ""
    message: str = ""
    eta_seconds: float | None = None
    asked: int = 0
    """Its number at the engine, once it is there."""
    began: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return what the page shows."""
        hidden = ("request", "asked", "began")
        return {name: value for name, value in vars(self).items() if name not in hidden}


class Tasks:
    """A queue with one worker."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        """Work on nothing yet.

        Args:
            on_change: called when a task is over that may have changed files.
        """
        self._on_change = on_change
        self._engine = EngineLink()
        self._wake = threading.Condition()
        self._tasks: list[Task] = []
        self._is_open = True
        self._worker = threading.Thread(target=self._work, daemon=True)
        self._worker.start()

    def add(self, title: str, request: dict[str, Any]) -> Task:
        """Put a request at the end of the queue.

        Args:
            title: what people see.
            request: for a function of `deeds`.
        """
        with self._wake:
            task = Task(1 + max((one.number for one in self._tasks), default=0), title, request)
            over = [one for one in self._tasks if one.state not in ("waiting", "working")]
            for old in over[: max(0, len(over) - MOST_KEPT)]:
                self._tasks.remove(old)
            self._tasks.append(task)
            self._wake.notify()
            return task

    def stop(self, number: int) -> None:
        """Stop a task, whether it waits or is at work."""
        with self._wake:
            for task in self._tasks:
                if task.number == number and task.state == "waiting":
                    task.state = "stopped"
                elif task.number == number and task.state == "working":
                    self._engine.cancel(task.asked)

    def to_json(self) -> list[dict[str, Any]]:
        """Return all tasks, the oldest first."""
        with self._wake:
            return [task.to_json() for task in self._tasks]

    def close(self) -> None:
        """End the engine process, and with it what it works on."""
        with self._wake:
            self._is_open = False
            self._wake.notify()
        self._engine.close()
        self._worker.join(CLOSING_SECONDS)

    def _work(self) -> None:
        while True:
            with self._wake:
                while self._is_open and not self._waiting():
                    self._wake.wait()
                if not self._is_open:
                    return
                task = self._waiting()[0]
                task.state, task.began = "working", time.monotonic()
            self._do(task)

    def _waiting(self) -> list[Task]:
        return [task for task in self._tasks if task.state == "waiting"]

    def _do(self, task: Task) -> None:
        """Do one task; whatever becomes of it is said in it."""

        def watch(event: dict[str, Any]) -> None:
            task.stage, task.done, task.total = event["stage"], event["done"], event["total"]
            passed = time.monotonic() - task.began
            left = task.total - task.done
            task.eta_seconds = passed / task.done * left if task.done else None

        try:
            task.asked = self._engine.ask(task.request, watch)
            result = self._engine.result(task.asked)
            task.state, task.message = "done", " ".join(result.get("notes", ()))
        except SlowglassError as error:
            was_stopped = "stopped" in str(error) or "cancelled" in str(error)
            task.state, task.message = "stopped" if was_stopped else "failed", str(error)
        task.eta_seconds = None
        self._on_change()
