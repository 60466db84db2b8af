"""`conglang lmtp`."""

import asyncio
import signal
from contextlib import suppress
from pathlib import Path

import click

from conglang.tools.mailbox.lmtp import Receiver
from conglang.tools.mailbox.services.receive_lmtp import DESK


@click.command()
@click.option("--socket", "path", type=click.Path(path_type=Path), help="Unix socket to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port of 127.0.0.1 to listen on instead.")
def lmtp(path: Path | None, port: int | None) -> None:
    """Take letters from the mail server of this machine, for addresses that units have connected."""
    if (path is None) == (port is None):
        raise click.UsageError("Give either --socket or --port.")
    asyncio.run(serve(path=path, port=port))


async def serve(*, path: Path | None, port: int | None) -> None:
    """Answer until SIGTERM or SIGINT; letters that are being stored are finished first."""
    session = Receiver(DESK).session
    if path is not None:
        path.unlink(missing_ok=True)
        server: asyncio.Server = await asyncio.start_unix_server(session, str(path))
        path.chmod(0o660)  # the mail server shares our group
    else:
        server = await asyncio.start_server(session, "127.0.0.1", port)
    names = ", ".join(str(each.getsockname()) for each in server.sockets)
    click.echo(f"listening on {names}")
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with server:
        await stopped.wait()
    if path is not None:
        with suppress(FileNotFoundError):
            path.unlink()
