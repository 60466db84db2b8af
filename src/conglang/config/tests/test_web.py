"""The bounds of one connection, with a real socket and the least application."""

import asyncio

import pytest
import uvicorn
from uvicorn.server import ServerState

from conglang.config.web import HEAD_BYTES, Protocol

END = b"\r\n\r\n"


async def echo(scope, receive, send):
    """Answer with the names of the headers and the length of the body."""
    length, more = 0, True
    while more:
        message = await receive()
        length, more = length + len(message["body"]), message["more_body"]
    names = b" ".join(name for name, _value in scope["headers"])
    body = b"%b %d" % (names, length)
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def ask(*pieces: bytes) -> bytes:
    """What the server says until it closes or is silent."""

    async def talk() -> bytes:
        config = uvicorn.Config(echo, log_config=None, ws="none")
        protocol = lambda: Protocol(config, ServerState(), {})  # noqa: E731
        server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        said = b""
        try:
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
            while part := await asyncio.wait_for(reader.read(100_000), 0.3):
                said += part
        except (TimeoutError, ConnectionError):
            pass
        writer.close()
        server.close()
        return said

    return asyncio.run(talk())


def test_two_requests_on_one_connection_are_both_answered():
    request = b"GET / HTTP/1.1\r\nHost: a" + END
    assert ask(request, request).count(b" 200 OK") == 2


@pytest.mark.parametrize(
    "endless",
    [b"X-Long: " + b"x" * 3 * HEAD_BYTES, b"X-Short: x\r\n" * (HEAD_BYTES // 4), b"X" * 3 * HEAD_BYTES],
    ids=["value", "lines", "name"],
)
def test_a_head_without_end_is_refused(endless):
    said = ask(b"GET / HTTP/1.1\r\nHost: a\r\n", endless)
    assert b" 400 " in said
    assert b" 200 " not in said


def test_an_address_without_end_is_refused():
    assert b" 400 " in ask(b"GET /", b"x" * 3 * HEAD_BYTES)


def test_a_large_body_is_no_large_head():
    said = ask(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000" + END, b"x" * 500_000)
    assert said.endswith(b" 500000")


def test_a_body_in_tiny_chunks_is_no_large_head():
    said = ask(
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked" + END, b"1\r\nx\r\n" * 50_000, b"0" + END
    )
    assert said.endswith(b" 50000")


def test_headers_after_the_body_are_left_out():
    chunked = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked" + END
    said = ask(chunked, b"1\r\nx\r\n0\r\nCookie: desk=1" + END)
    assert said.endswith(b"host transfer-encoding 1")


def test_trailers_without_end_are_refused():
    chunked = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked" + END
    assert b" 400 " in ask(chunked, b"1\r\nx\r\n0\r\n", b"X-Long: " + b"x" * 3 * HEAD_BYTES)
