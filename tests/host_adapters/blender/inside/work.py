"""Lets an engine do a job, as the add-on does."""

from typing import Any

from slowglass.host_adapters.common.client import Engine
from slowglass.plugin.protocol.messages import request


def main(python: str, document: dict[str, Any]) -> Any:
    """Return the engine's last event."""
    command = [python, "-I", "-m", "slowglass.plugin", "worker"]
    *_, last = Engine(command, request("retime", document)).events()
    return last
