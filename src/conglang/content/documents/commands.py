"""`conglang read FILE`: everything that is found out about a document's file, for people or for programs."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from conglang.base.units.models import Unit
from conglang.base.units.scope import everything
from conglang.content.documents.intake import read_content
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.services.bring_in import TAKEN
from conglang.kernel.clock import now
from conglang.tools.guards.examination import Gap
from conglang.tools.guards.examination import Report as Found
from conglang.tools.guards.reading import Unreadable, report_of
from conglang.tools.guards.scanned import take_in
from conglang.tools.media import ocr, word97
from conglang.tools.media.rules import Unacceptable, check_paper
from conglang.tools.signing.checking import check_file
from conglang.tools.signing.queries import anchors_for
from conglang.tools.signing.rules import Report
from conglang.tools.signing.wording import lines_of


class BadFile(click.ClickException):
    """The file cannot be taken in; the command ends with 2."""

    exit_code = 2


@click.command("read")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", "code", metavar="CODE", help="Trust what this unit's province installed.")
@click.option("--json", "as_json", is_flag=True, help="Print everything for programs, the text included.")
def read(file: Path, code: str | None, as_json: bool) -> None:  # noqa: FBT001 - click's way
    """Read a document's file: its fields with line and certainty, signatures, what must not be public, text.

    PDF, Word of any age, and pictures of pages. Nothing is stored. Ends with 2 for a file that cannot be
    taken in, or for which a program is missing here.
    """
    found = _found(file, code)
    if as_json:
        click.echo(json.dumps(_plain(found), ensure_ascii=False, indent=2))
        return
    for name, field in found["fields"].items():
        mark = "" if field["certainty"] == "sure" else "? "
        click.echo(f"{mark}{_label(name)}: {field['value']}   [{field['line']}]")
    if found["signatures"] is not None:
        for line in lines_of(found["signatures"]):
            click.echo(line)
    for finding in found["guards"].findings:
        click.echo(f"! {finding.kind.label}: {finding.before}{finding.value}{finding.after}".strip())
    for gap, number in found["guards"].gaps:
        click.echo(f"! {Gap(gap).label}" + (f" ({number})" if number else ""))


def _found(file: Path, code: str | None) -> dict[str, Any]:
    try:
        with file.open("rb") as opened:
            kind = check_paper(opened, file.stat().st_size)
        if kind.extension not in TAKEN:
            raise BadFile(_("Only PDF and Word files and pictures of pages are taken in."))
        content = read_content(file, kind.extension, lambda: _pages(file, kind.extension))
    except Unacceptable as refusal:
        raise BadFile(str(refusal.reason.label)) from None
    except (Unreadable, ocr.Unreadable):
        raise BadFile(_("The file is damaged or too large, so its text cannot be read.")) from None
    except word97.NotInstalled:
        raise BadFile(_("Old Word files (.doc) need the program catdoc, which is missing here.")) from None
    except OSError as error:
        raise BadFile(error.strerror or str(error)) from None
    if content.waits:
        missing = _("Scanned pages need the program tesseract with Vietnamese, which is missing here.")
        if content.reading is None:
            raise BadFile(missing)
        click.echo(missing, err=True)
    data = file.read_bytes()
    guards = report_of(content.reading) if content.reading else Found()
    take_in(guards, content.scans)
    return {
        "file": file.name,
        "sha256": sha256(data).hexdigest(),
        "type": kind.extension,
        "fields": {
            key.value: {"value": each.value, "line": each.line, "certainty": each.certainty.value}
            for key, each in content.fields.items()
        },
        "doubtful": content.doubtful,
        "signatures": _signatures(data, code) if kind.extension == "pdf" else None,
        "guards": guards,
        "text": content.text,
    }


def _pages(file: Path, extension: str) -> dict[int, ocr.ScanPage] | None:
    """The scanned pages of a file as they are recognised now; None without the program."""
    if not ocr.is_installed():
        return None
    return {number: ocr.read_page(file, extension, number) for number in ocr.survey(file, extension).scans}


def _signatures(data: bytes, code: str | None) -> Report:
    with everything("a file is read at the command line"):
        unit = Unit.objects.filter(code=code, valid_to=None).first() if code else None
        if code and unit is None:
            raise click.UsageError(_("No unit has the code %(code)s.") % {"code": code})
        trust = anchors_for(unit)
    return check_file(data, trust, now())


def _plain(found: dict[str, Any]) -> dict[str, Any]:
    report: Report | None = found["signatures"]
    guards: Found = found["guards"]
    return found | {
        "has_text": bool(found["text"].strip()),
        "signatures": report.plain() | {"valid": report.is_valid} if report is not None else None,
        "guards": {
            "findings": [finding.as_data() for finding in guards.findings],
            "gaps": [{"gap": gap.value, "page": number} for gap, number in guards.gaps],
        },
    }


def _label(name: str) -> str:
    """A field as its form calls it."""
    known = {field.name: str(field.verbose_name) for field in OfficialDocument._meta.concrete_fields}
    return known.get(name, {"place": _("Place of issue"), "recipients": _("Sent to")}.get(name, name))
