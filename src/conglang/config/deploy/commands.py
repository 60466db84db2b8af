"""`conglang deploy`: configurations for the programs around the application."""

import re
import shutil
import subprocess
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import click
from django.conf import settings

from conglang.config.deploy.nginx import ERRORS, NoSite, Wishes, configuration, headers_of_pages
from conglang.config.front import error_page

BROTLI = (
    "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so",
    "/usr/lib64/nginx/modules/ngx_http_brotli_static_module.so",
)


@click.group()
def deploy() -> None:
    """Configurations for the programs around the application."""


@deploy.command()
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write here, not to the screen."
)
@click.option(
    "--server",
    "servers",
    multiple=True,
    default=["127.0.0.1:8000"],
    show_default=True,
    help="The application.",
)
@click.option("--address", default="", help="Address to listen on; all when it is not given.")
@click.option("--http-port", default=80, show_default=True)
@click.option("--https-port", default=443, show_default=True)
@click.option(
    "--certificate", default=Wishes.certificate, show_default=True, help="Chain of the certificate."
)
@click.option("--key", default=Wishes.key, show_default=True, help="Its key.")
@click.option("--requests-a-second", default=20, show_default=True, help="Of one address to the application.")
@click.option(
    "--brotli/--no-brotli", default=None, help="Whether nginx has the module brotli_static; else looked for."
)
def nginx(output: Path | None, servers: tuple[str, ...], *, brotli: bool | None, **wishes: Any) -> None:
    """Write the configuration of nginx for this installation."""
    if brotli is None:
        brotli = any(Path(name).exists() for name in BROTLI)
    wanted = Wishes(servers=servers, brotli=brotli, http2_directive=_version() >= (1, 25, 1), **wishes)
    from conglang.config.asgi import application  # noqa: PLC0415 - starts with a look at the stored pages

    try:
        text = configuration(wanted, headers=headers_of_pages(application))
    except NoSite:
        raise click.ClickException("There is no site yet. Open one, then write the configuration.") from None
    _write_error_pages()
    settings.VISITS_ROOT.mkdir(parents=True, exist_ok=True)
    if output is None:
        click.echo(text)
    else:
        output.write_text(text, "utf-8")
    if not _trusts(servers):
        click.echo(
            "CONGLANG_TRUSTED_PROXIES does not name nginx's address: all visitors would be taken for one.",
            err=True,
        )


def _write_error_pages() -> None:
    folder = settings.PAGES_ROOT.parent / "errors"
    folder.mkdir(parents=True, exist_ok=True)
    for status in ERRORS:
        (folder / f"{status}.html").write_bytes(error_page(status))


def _version() -> tuple[int, ...]:
    """The version of the nginx that is installed here; nothing where there is none."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        return ()
    told = subprocess.run([program, "-v"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    found = re.search(r"nginx/([\d.]+)", told)
    return tuple(int(part) for part in found[1].split(".")) if found else ()


def _trusts(servers: tuple[str, ...]) -> bool:
    """Whether nginx on this machine would be believed; yes where the application is elsewhere."""
    for server in servers:
        try:
            address = ip_address(server.rpartition(":")[0].strip("[]"))
        except ValueError:
            continue
        if address.is_loopback and not any(
            address in ip_network(text, strict=False) for text in settings.TRUSTED_PROXIES
        ):
            return False
    return True
