"""How calls go out: as JSON, each in one piece, with httpx's faults; and what goes through a proxy."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpcore
import httpx
import pytest
from telegram import InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram_app.wire import Client, Request, Stream, Transport

ANSWER = b'{"ok":true,"result":true}'


@asynccontextmanager
async def server(*pieces: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Yield the address of a server that answers each request by the pieces, and what it has read, one entry a read."""
    read: list[bytes] = []
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        while data := await reader.read(100_000):
            read.append(data)
            for piece in pieces:
                writer.write(piece)
                await writer.drain()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/botTOKEN/sendMessage", read
        for writer in writers:
            writer.close()
            await writer.wait_closed()


def answered(body: bytes = ANSWER, *headers: bytes) -> bytes:
    """Return an answer of HTTP."""
    return b"\r\n".join([b"HTTP/1.1 200 OK", b"Content-Length: %d" % len(body), *headers, b"", body])


def said(**values: object) -> RequestData:
    """Return the parameters of a call."""
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


async def test_a_call_is_written_in_one_piece_on_a_connection_that_stays_open() -> None:
    """Head and body come together, the body as JSON in UTF-8 in which each value is a text, as in a form."""
    request = Request(1)
    async with server(answered()) as (url, read):
        for text in ("who is a member?", "кто вступил?"):
            assert await request.post(url, said(chat_id=7, text=text, protect_content=True)) is True
        await request.shutdown()

    assert len(read) == 2
    for data, text in zip(read, ("who is a member?", "кто вступил?"), strict=True):
        head, _, body = data.partition(b"\r\n\r\n")
        assert head.startswith(b"POST /botTOKEN/sendMessage HTTP/1.1\r\n")
        assert b"Content-Type: application/json" in head
        assert json.loads(body) == {"chat_id": "7", "text": text, "protect_content": "true"}
        assert text.encode() in body


async def test_a_file_goes_out_as_a_form() -> None:
    """What is no text is left to the base class."""
    request = Request(1)
    async with server(answered()) as (url, read):
        assert await request.post(url, said(chat_id=7, photo=InputFile(b"1234", filename="a.png"))) is True
        await request.shutdown()

    assert b"multipart/form-data" in b"".join(read)


async def test_a_compressed_answer_is_read() -> None:
    """The server may compress what it answers."""
    request = Request(1)
    async with server(answered(gzip.compress(ANSWER), b"Content-Encoding: gzip")) as (url, _):
        assert await request.post(url, said(chat_id=7)) is True
        await request.shutdown()


async def test_faults_are_the_librarys() -> None:
    """Nobody there: certainly not sent; no answer, or half of one: nobody knows."""
    request = Request(1, read_timeout=0.2)
    async with server() as (url, _):
        with pytest.raises(TimedOut) as late:
            await request.post(url, said(chat_id=7))
    with pytest.raises(NetworkError) as nobody:
        await request.post(url, said(chat_id=7))
    async with server(answered()[:-5]) as (url, _):
        with pytest.raises(TimedOut) as half:
            await request.post(url, said(chat_id=7))
    await request.shutdown()

    assert [type(found.value.__cause__) for found in (late, nobody, half)] == [
        httpx.ReadTimeout,
        httpx.ConnectError,
        httpx.ReadTimeout,
    ]


async def test_a_proxy_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is set, and one of the environment, have their own way out."""
    url = httpx.URL("https://api.telegram.org/")
    direct = Client()
    assert isinstance(direct._transport_for_url(url), Transport)
    given = Client(proxy="http://127.0.0.1:3128")
    assert not isinstance(given._transport_for_url(url), Transport)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:3128")
    surrounding = Client()
    assert not isinstance(surrounding._transport_for_url(url), Transport)
    for client in (direct, given, surrounding):
        await client.aclose()


class Wire(httpcore.AsyncNetworkStream):
    """A connection that notes what is done with it."""

    def __init__(self) -> None:
        """Note nothing yet."""
        self.done: list[object] = []

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's
        """Note what is written."""
        self.done.append((buffer, timeout))

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's
        """Note the read, and return its number of bytes."""
        self.done.append((max_bytes, timeout))
        return b"."

    async def aclose(self) -> None:
        """Note the end."""
        self.done.append("closed")


async def test_what_is_written_waits_for_the_read() -> None:
    """All of it goes out before the read, once, with the time-out of writing."""
    wire = Wire()
    stream = Stream(wire)

    await stream.write(b"head", 5.0)
    await stream.write(b"body", 5.0)
    assert wire.done == []
    assert await stream.read(10, 30.0) == b"."
    assert await stream.read(10, 30.0) == b"."
    await stream.aclose()

    assert wire.done == [(b"headbody", 5.0), (10, 30.0), (10, 30.0), "closed"]
