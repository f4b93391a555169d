"""How calls reach the server: through httpx, by the shortest way that it has.

For each request httpx merges parameters and headers anew, signs in, keeps cookies, follows redirects and codes the body as a
form, none of which the Bot API has a use for; and httpcore beneath it writes head and body one after the other, with a turn of
the event loop between. That is a third of a request's work, most of it before the request is on its way, and an answer waits
for it.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import httpcore
import httpx
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

ADDRESSES = 64
"""Addresses that are kept parsed: one for each method that the bot calls, and there are some twenty."""

HEADERS = httpx.Headers(
    {"User-Agent": HTTPXRequest.USER_AGENT, "Accept-Encoding": "gzip, deflate", "Content-Type": "application/json"}
)
"""What a call says of itself, beside whom it is for and how long it is; each line of it costs both sides."""

UNREADABLE = "the server's answer is not readable"


class Request(HTTPXRequest):
    """The library's way to make requests, with a leaner client."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return an answer of the Bot API, good or bad.

        Raises:
            TelegramError: It is no JSON, or not an object; the library looks only for the former.
        """
        answer: object = HTTPXRequest.parse_json_payload(payload)
        if not isinstance(answer, dict):
            raise TelegramError(UNREADABLE)
        return answer

    def _build_client(self) -> httpx.AsyncClient:
        return Client(**self._client_kwargs)


class Client(httpx.AsyncClient):
    """Sends calls as JSON; connections, proxies, time-outs and compressed answers are httpx's, as are the errors it raises."""

    def build_request(self, method: str, url: httpx.URL | str, **options: Any) -> httpx.Request:  # noqa: ANN401 - handed on
        """Return the request for a call, its parameters as one JSON object; any other request as the base class makes it.

        Args:
            method: Of HTTP.
            url: Where the call goes.
            options: As `HTTPXRequest` gives them: ``data`` (name -> text, as in a form), ``timeout``, ``files``.
        """
        data = options.get("data")
        if not data or options.get("files"):
            return super().build_request(method, url, **options)
        # Telegram reads a text in JSON as it reads a field of a form; letters beyond ASCII take a third of the room.
        body = json.dumps(data, ensure_ascii=False).encode()
        patience = {"timeout": options["timeout"].as_dict()}
        return httpx.Request(method, _address(str(url)), headers=HEADERS, content=body, extensions=patience)

    async def send(self, request: httpx.Request, **_: Any) -> httpx.Response:  # noqa: ANN401 - of no use here
        """Return the answer to a request, read to its end.

        Raises:
            httpx.TransportError: As the base class does.
        """
        response = await self._transport_for_url(request.url).handle_async_request(request)
        try:
            await response.aread()
        except BaseException:
            await response.aclose()
            raise
        return response

    def _init_transport(self, *_: Any, **options: Any) -> httpx.AsyncBaseTransport:  # noqa: ANN401 - handed on
        """Return what is used where there is no proxy; what goes through one is left to the base class."""
        return Transport(options["limits"])


class Transport(httpx.AsyncHTTPTransport):
    """Connections of HTTP/1.1 to the server, on which each request is written at once."""

    def __init__(self, limits: httpx.Limits) -> None:
        """Open nothing yet."""
        context = _context()
        super().__init__(verify=context, limits=limits)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=limits.max_connections,
            max_keepalive_connections=limits.max_keepalive_connections,
            keepalive_expiry=limits.keepalive_expiry,
            network_backend=Backend(),
        )


class Backend(httpcore.AnyIOBackend):
    """Opens connections as httpcore does."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Return a connection that writes at once what it is given before it reads.

        Raises:
            httpcore.ConnectError: Nobody listens there.
            httpcore.ConnectTimeout: Nobody answers.
        """
        return Stream(await super().connect_tcp(host, port, timeout, local_address, socket_options))


class Stream(httpcore.AsyncNetworkStream):
    """A connection that keeps what is written until the answer is read.

    A request comes in two pieces, head and body. Written apart they wake the server twice, and cost a turn of the event loop.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        """Keep the connection beneath."""
        self._stream = stream
        self._waiting: list[bytes] = []
        self._patience: float | None = None

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's
        """Keep bytes that go out before the next read, in as many seconds at most."""
        self._waiting.append(buffer)
        self._patience = timeout

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's
        """Write what waits, and return what comes, b"" at the end.

        Raises:
            httpcore.ReadError: The connection is broken.
            httpcore.ReadTimeout: Nothing has come in time.
            httpcore.WriteTimeout: What waited was not taken in time.
        """
        if self._waiting:
            whole = b"".join(self._waiting)
            self._waiting.clear()
            await self._stream.write(whole, self._patience)
        return await self._stream.read(max_bytes, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's
    ) -> httpcore.AsyncNetworkStream:
        """Return the connection, encrypted from here on.

        Raises:
            httpcore.ConnectError: The server is not whom its certificate names.
            httpcore.ConnectTimeout: It does not answer.
        """
        return Stream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's
        """Return what the connection beneath says of itself."""
        return self._stream.get_extra_info(info)


@lru_cache(maxsize=ADDRESSES)
def _address(url: str) -> httpx.URL:
    return httpx.URL(url)


@lru_cache(maxsize=1)
def _context() -> ssl.SSLContext:
    """Return how servers are known, for all connections: each certificate of the world takes room."""
    return httpx.create_ssl_context()
