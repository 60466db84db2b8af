"""`conglang demo`: an invented province with three communes, on line from one command."""

import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import click

MARK = "demo-accounts.json"


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port on this machine.")
@click.option(
    "--data", default="var/demo", show_default=True, type=click.Path(path_type=Path, file_okay=False)
)
@click.option("--reset", is_flag=True, help="Begin again with an empty demonstration.")
def demo(port: int, data: Path, *, reset: bool) -> None:
    """Run the product with invented content until Ctrl+C."""
    data = data.resolve()
    if reset:
        _clear(data)
    data.mkdir(parents=True, exist_ok=True)
    os.environ["CONGLANG_DATA"] = str(data)
    os.environ["CONGLANG_SECRET_KEY"] = _secret_key(data)
    os.environ["CONGLANG_DESK_PORT"] = str(port)
    os.environ["DJANGO_SETTINGS_MODULE"] = "conglang.config.settings.demo"
    # a process of its own: the supervisor that stays has no need of Django's memory
    prepare = [sys.executable, "-m", "conglang", "prepare-demo", "--port", str(port)]
    prepared = subprocess.run(prepare, check=False)  # noqa: S603  # our own command
    if prepared.returncode:
        sys.exit(prepared.returncode)
    from conglang.config.serve import serve  # noqa: PLC0415  # only now the environment is complete

    sys.exit(serve(port=port, ready=lambda: click.echo(f"Ready: http://localhost:{port}/")))


def _clear(data: Path) -> None:
    """Remove an earlier demonstration, and nothing that is not one."""
    if data.exists() and any(data.iterdir()) and not (data / MARK).exists():
        raise click.ClickException(f"{data} holds other data; --reset only empties an earlier demonstration")
    shutil.rmtree(data, ignore_errors=True)


def _secret_key(data: Path) -> str:
    path = data / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), "ascii")
    return path.read_text("ascii")
