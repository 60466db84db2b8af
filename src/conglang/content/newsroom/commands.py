"""`conglang import`: a folder of Word, HTML and text files → drafts of one section."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import User
from conglang.base.accounts.permissions import Forbidden
from conglang.base.units.models import Site
from conglang.base.units.scope import Scope, everything, use_scope
from conglang.content.newsroom.labels import explain
from conglang.content.newsroom.models import BatchStatus, ImportBatch, ImportItem, ItemStatus
from conglang.content.newsroom.services.receive_file import IncomingFile, receive_file
from conglang.content.newsroom.services.run_import import actor_within_reach, run_import
from conglang.content.newsroom.services.start_import import begin_reading, open_import, reopen_import
from conglang.content.newsroom.services.submit_batch import submit_batch
from conglang.kernel.clock import now
from conglang.tools.pages.models import Section

_OPEN = (BatchStatus.RECEIVING, BatchStatus.RUNNING, BatchStatus.IMPORTED)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--site", "host", required=True, metavar="HOST", help="Host of the site that the drafts are for."
)
@click.option("--section", "slug", required=True, metavar="SLUG", help="Address of the section on that site.")
@click.option("--as", "username", metavar="USERNAME", help="The person who imports; needed for --submit.")
@click.option("--submit", is_flag=True, help="Submit the drafts; another person approves them at the desk.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_folder(
    folder: Path, host: str, slug: str, username: str | None, *, submit: bool, as_json: bool
) -> None:
    """Make drafts of the files in FOLDER and the folders below it; nothing becomes public by this.

    Interrupted, the same command goes on; run again, it takes only what is new. Exit code 1 when a file could
    not be read.
    """
    if submit and not username:
        raise click.UsageError(_("To submit, name the person who imports with --as."))
    section = _section(host, slug)
    by = _actor(username, section.unit_id, now())
    with _scope_of(by):
        try:
            batch = _import(folder, section, by, quiet=as_json)
            if submit:
                submit_batch(by=by, batch_id=batch.pk, now=now())
        except Forbidden:
            raise click.ClickException(_("This person may not import into this section.")) from None
        report = _report(batch)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _print(report)
    sys.exit(1 if report["refused"] else 0)


def _section(host: str, slug: str) -> Section:
    site = Site.objects.filter(host=host.lower()).first()
    if site is None:
        raise click.BadParameter(_("No site has this host."), param_hint="--site")
    with everything("find a section by its address"):
        section: Section | None = Section.objects.filter(unit=site.unit_id, slug=slug).first()
    if section is None:
        raise click.BadParameter(_("The site has no section with this address."), param_hint="--section")
    return section


def _actor(username: str | None, unit_id: int, moment: datetime) -> Actor:
    if username is None:
        return Actor.system("conglang import")
    user = User.objects.filter(username=username.lower(), is_active=True).first()
    if user is None:
        raise click.BadParameter(_("Nobody has this user name."), param_hint="--as")
    return actor_within_reach(user, unit_id, moment)


def _scope_of(by: Actor) -> AbstractContextManager[Scope]:
    return everything("an import on the command line") if by.is_system else use_scope(by.scope)


def _import(folder: Path, section: Section, by: Actor, *, quiet: bool) -> ImportBatch:
    source = str(folder.resolve())
    known = ImportBatch.objects.filter(
        section=section, source_name=source, by=by.user_id, status__in=_OPEN
    ).first()
    if known is None:
        batch = open_import(by=by, section_id=section.pk, source_name=source, now=now())
    else:
        batch = reopen_import(by=by, batch_id=known.pk, now=now())
    for path in _files(folder):
        with path.open("rb") as file:
            incoming = IncomingFile(path.relative_to(folder).as_posix(), file)
            receive_file(by=by, batch_id=batch.pk, incoming=incoming, now=now())
    begin_reading(by=by, batch_id=batch.pk, now=now(), is_queued=False)
    total = batch.items.filter(status=ItemStatus.WAITING).count()
    done = 0

    def progress(item: ImportItem) -> None:
        nonlocal done
        done += 1
        if not quiet:
            click.echo(f"  {done} / {total}  {item.get_status_display()}  {item.name}")

    run_import(batch_id=batch.pk, clock=now, progress=progress)
    batch.refresh_from_db()
    while batch.status == BatchStatus.RUNNING:  # a worker was faster; it may also be dying
        time.sleep(1)
        run_import(batch_id=batch.pk, clock=now, progress=progress)
        batch.refresh_from_db()
    return batch


def _files(folder: Path) -> Iterator[Path]:
    """Files in the order of their names; hidden ones, Word's lock files and links out are not content."""
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        names = path.relative_to(folder).parts
        if any(name.startswith((".", "~$")) for name in names):
            continue
        if path.is_file() and path.resolve().is_relative_to(root):
            yield path


def _report(batch: ImportBatch) -> dict[str, Any]:
    items = list(batch.items.all())
    counts = {status.value: sum(item.status == status for item in items) for status in ItemStatus}
    files = [
        {
            "name": item.name,
            "status": item.status,
            "article": item.article_id,
            "problems": [{**problem, "text": explain(problem)} for problem in item.problems],
        }
        for item in items
    ]
    return {"batch": str(batch.uid), "status": batch.status, **counts, "files": files}


def _print(report: dict[str, Any]) -> None:
    for file in report["files"]:
        for problem in file["problems"]:
            click.echo(f"! {file['name']}: {problem['text']}", err=file["status"] == ItemStatus.REFUSED)
    click.echo(
        _("Drafts: %(draft)d. There already: %(duplicate)d. Pictures: %(picture)d. Not read: %(refused)d.")
        % report
    )
