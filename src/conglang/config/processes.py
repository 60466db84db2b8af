"""`conglang serve`, `web`, `worker` and `manage`."""

import sys

import click

from conglang.config import serve as supervisor
from conglang.config.cli import load_settings, set_up_django
from conglang.config.lifeline import stop_with_parent

_HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
_PORT = click.option("--port", default=8000, show_default=True, help="Port to listen on.")
_SUPERVISED = click.option("--supervised", is_flag=True, hidden=True)  # ends when its standard input does


@click.command()
@_PORT
@_HOST
@click.option("--web-processes", default=1, show_default=True, help="Processes that answer requests.")
def serve(port: int, host: str, web_processes: int) -> None:
    """Run the whole installation: web and worker, restarted when they fall."""
    load_settings()  # without them each process would fall and be started again for ever
    try:
        sys.exit(supervisor.serve(port=port, host=host, web_processes=web_processes))
    except OSError as error:
        raise click.ClickException(f"cannot listen on {host}:{port}: {error.strerror}") from None


@click.command()
@_PORT
@_HOST
@click.option("--fd", type=int, hidden=True)
@_SUPERVISED
def web(port: int, host: str, fd: int | None, *, supervised: bool) -> None:
    """Run one web process alone, for a supervisor of your own."""
    if supervised:
        stop_with_parent()
    from conglang.config.web import run  # noqa: PLC0415 - only this command needs uvicorn

    run(host=host, port=port, fd=fd)


@click.command()
@_SUPERVISED
def worker(*, supervised: bool) -> None:
    """Run one worker process alone, for a supervisor of your own."""
    if supervised:
        stop_with_parent()
    set_up_django()
    from conglang.config.worker import run  # noqa: PLC0415 - needs the apps

    run()


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """A Django management command."""
    set_up_django()
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - needs the settings

    execute_from_command_line(["conglang manage", *arguments])
