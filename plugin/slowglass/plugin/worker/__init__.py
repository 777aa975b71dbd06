"""The engine process that a host starts: one request in, events out, then it ends.

`pipes` talks to the host and stops the process when the host wants it or is gone, `answers` does
what was asked. docs/protocol.md specifies what is said.
"""

from __future__ import annotations

import logging
import os
import platform
import signal
import sys
import traceback
from typing import NoReturn

from slowglass.core.errors import SlowglassError, UsageError
from slowglass.core.version import __version__
from slowglass.plugin import own_process
from slowglass.plugin.pipes import HostPipes, error_fields
from slowglass.plugin.protocol.messages import PROTOCOL_VERSION, ProtocolError, read_request
from slowglass.plugin.worker.answers import answer

__all__ = ["main"]


def main() -> NoReturn:
    """Serve one request and end the process with an exit code of the command line's.

    It ends at once: what was written is closed by then, and to unload the libraries in good order
    can take longer than the host should wait.
    """
    own_process.settle()
    exit_code = serve(HostPipes.take_over())
    sys.stderr.flush()
    os._exit(exit_code)


def serve(host: HostPipes) -> int:
    """Greet the host, do what it asks for, and return the exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: host.stop.set())
    logging.getLogger().addHandler(_LogEvents(host))
    logging.captureWarnings(True)
    host.send(
        "hello",
        protocol=PROTOCOL_VERSION,
        slowglass=__version__,
        python=platform.python_version(),
        process=os.getpid(),
    )
    try:
        name, job = read_request(host.first_line())
        result = answer(name, job, host)
    except ProtocolError as error:
        hint = "the host's part of Slowglass and the engine are of different versions"
        fields = error_fields(UsageError(str(error), hint=hint))
        return host.fail({**fields, "code": "protocol"})
    except SlowglassError as error:
        for note in error.notes:
            host.send("warning", message=note)
        return host.fail(error_fields(error))
    except Exception as error:  # the last line of defence: the host must learn of everything
        host.send("log", level="error", message=traceback.format_exc())
        hint = "the log says where; report it"
        text = f"unexpected {type(error).__name__}: {error}"
        return host.fail(error_fields(SlowglassError(text, hint=hint)))
    host.send_last("done", request=name, result=result)
    return 0


class _LogEvents(logging.Handler):
    """What libraries log, and Python's warnings, as events."""

    def __init__(self, host: HostPipes) -> None:
        super().__init__(logging.WARNING)
        self._host = host

    def emit(self, record: logging.LogRecord) -> None:
        """Send a record."""
        text = self.format(record)
        self._host.send("log", level=record.levelname.lower(), message=text)
