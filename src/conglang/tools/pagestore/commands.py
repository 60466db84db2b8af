"""`conglang pages`."""

import click

from conglang.tools.pagestore.queries import page_files
from conglang.tools.pagestore.services.empty import empty


@click.command()
@click.option(
    "--empty", "begin_anew", is_flag=True, help="Render all pages anew, as after restoring a back-up."
)
def pages(*, begin_anew: bool) -> None:
    """Say how many pages are stored for each site."""
    if begin_anew:
        click.echo(f"{empty()} sites begin anew.")
        return
    for host, count, size in page_files().figures():
        click.echo(f"{host:<50} {count:>7} pages {size / 2**20:>9.1f} MiB")
