"""The progress page in the browser, as the adapter sees it: a process that is told what happens."""

import json
import subprocess
import threading
from typing import Any, List, Optional

from ....plugin.protocol.messages import encode, is_cancel
from ...common import start


class Page:
    """One progress page for one run; where none can be shown, everything goes on without."""

    def __init__(self, command: List[str]) -> None:
        """Start the page's process; it opens the browser by itself.

        Args:
            command: what `launch.page_command` returned.
        """
        self.wants_to_stop = False
        """Whether the user has pressed Cancel."""
        self.url = ""
        """The page's address, once it is known."""
        self._greeted = threading.Event()
        self.process: Optional[subprocess.Popen[bytes]] = None
        """It outlives this one, until the page has shown the end."""
        try:
            if command:
                self.process = start(command, stderr=subprocess.DEVNULL)
        except OSError:
            return
        reader = threading.Thread(target=self._listen)
        reader.daemon = True
        reader.start()

    def tell(self, event: str, **fields: Any) -> None:
        """Tell the page something; one that is gone does not matter."""
        if self.process is None or self.process.stdin is None:
            return
        try:
            self.process.stdin.write(encode(dict(fields, event=event)))
            self.process.stdin.flush()
        except (OSError, ValueError):
            pass

    def wait_for_address(self, seconds: float) -> str:
        """Return the page's address, "" if there is none or none came in that time."""
        if self.process is not None:
            self._greeted.wait(seconds)
        return self.url

    def close(self) -> None:
        """Say that nothing more comes; the process stays until the page has shown the end."""
        try:
            if self.process is not None and self.process.stdin is not None:
                self.process.stdin.close()
        except OSError:
            pass

    def _listen(self) -> None:
        """Hear where the page is, and whether the user wants to stop.

        A thread of its own, and so only keeps what it hears: Resolve's console is for the script's.
        """
        if self.process is None or self.process.stdout is None:
            return
        with self.process.stdout as stdout:
            for line in stdout:
                self.url = self.url or _address(line)
                self._greeted.set()
                self.wants_to_stop = self.wants_to_stop or is_cancel(line)
        self._greeted.set()


def _address(line: bytes) -> str:
    """Return the address that the page's greeting names, "" if it is no greeting."""
    try:
        url = json.loads(line.decode("utf-8"))["url"]
    except (KeyError, TypeError, ValueError):
        return ""
    return url if isinstance(url, str) else ""
