"""What stands before every page, picture and action: nobody comes past it without the token."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from slowglass.plugin.review.access import KEY_HEADER, Access

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
NO_ACCESS = "No access. The address that Slowglass opens works once, in one browser.\n"
READING = ("GET", "HEAD")


class Guard:
    """Lets in who spent the token, speaks to us by our own name, and is no other page."""

    def __init__(self, app: ASGIApp, access: Access, host: str) -> None:
        """Stand before an application.

        Args:
            app: what is guarded.
            access: the token and the key.
            host: name and port that are served, as a browser sends them.
        """
        self._app = app
        self._access = access
        self._host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse a request; whatever is no HTTP is refused."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        refusal = self._enter(scope, headers)
        answer = self._app if refusal is None else refusal

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await answer(scope, receive, send_guarded)

    def _enter(self, scope: Scope, headers: Headers) -> Response | None:
        """Return what to answer to who may not see anything (yet); None: let them in."""
        refused = PlainTextResponse(NO_ACCESS, 403)
        if not self._is_for_us(headers):
            return refused
        query = parse_qs(scope["query_string"].decode("latin-1"))
        token = query.get("token", [""])[0]
        if scope["path"] == "/" and scope["method"] == "GET" and self._access.spend(token):
            # The address with the token is left at once, and stands in no history.
            cookie = {"Set-Cookie": self._access.cookie, "Location": "/"}
            return Response(status_code=303, headers=cookie)
        knows = self._access.knows_cookie(headers.get("cookie", ""))
        if scope["method"] not in READING:
            knows = knows and self._access.knows_key(headers.get(KEY_HEADER, ""))
        return None if knows else refused

    def _is_for_us(self, headers: Headers) -> bool:
        """Return whether the request names us: a foreign name that leads here is an attack.

        What another page sends has another origin.
        """
        own = f"http://{self._host}"
        return headers.getlist("host") == [self._host] and headers.get("origin", own) == own
