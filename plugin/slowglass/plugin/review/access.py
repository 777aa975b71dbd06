"""Who may see the page: the browser that opened it with the one-time token, and nobody else."""

from __future__ import annotations

import secrets
import threading
from http.cookies import CookieError, SimpleCookie

KEY_HEADER = "X-Slowglass-Key"


class Access:
    """One token to come in, which is spent then, and one key for as long as the page is served.

    Other users of the machine can see a browser's command line, and with it the token, but too
    late. Cookies know no ports: the name has the port in it, so that two pages do not collide.
    """

    def __init__(self, port: int) -> None:
        """Draw token and key."""
        self.cookie_name = f"slowglass_{port}"
        self.key = secrets.token_urlsafe(32)
        self.token = secrets.token_urlsafe(32)
        self._token_left = True
        self._lock = threading.Lock()

    def spend(self, token: str) -> bool:
        """Return whether a token is the one, and was not used before."""
        with self._lock:
            right = self._token_left and _same(token, self.token)
            self._token_left = self._token_left and not right
            return right

    def knows_cookie(self, header: str) -> bool:
        """Return whether a Cookie header holds the key."""
        try:
            found = SimpleCookie(header).get(self.cookie_name)
        except CookieError:
            return False
        return found is not None and _same(found.value, self.key)

    def knows_key(self, header: str) -> bool:
        """Return whether the header of `KEY_HEADER`, which only our own page can set, is right."""
        return _same(header, self.key)

    @property
    def cookie(self) -> str:
        """The Set-Cookie header for who came in."""
        return f"{self.cookie_name}={self.key}; Path=/; HttpOnly; SameSite=Strict"


def _same(given: str, expected: str) -> bool:
    """Compare in a time that tells nothing."""
    return secrets.compare_digest(given.encode(), expected.encode())
