"""What leaves a campaign: the table of its progress, and everything that was handed in as one ZIP."""

import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from typing import IO

from django.utils.translation import gettext as _

from conglang.base.duties.tables import CSV_TYPE, XLSX_TYPE, csv_of, xlsx_of
from conglang.content.campaigns.models import Campaign
from conglang.content.campaigns.queries import Sheet, files_of
from conglang.content.campaigns.wording import standing
from conglang.tools.media.storage import private_storage

TABLES = {"xlsx": XLSX_TYPE, "csv": CSV_TYPE}
WIDTHS = (36, 14, 16)
MIB = 1024 * 1024
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def table(campaign: Campaign, sheets: Sequence[Sheet], extension: str, on: date) -> bytes:
    """Who is asked down, items across."""
    lines = list(_lines(campaign, sheets, on))
    if extension == "csv":
        return csv_of(lines)
    return xlsx_of(lines, _("Progress"), (*WIDTHS, *(24 for _item in campaign.items)))


def _lines(campaign: Campaign, sheets: Sequence[Sheet], on: date) -> Iterator[list[str]]:
    yield [_("Who is asked"), _("Last day"), _("Everything needed"), *(i.name for i in campaign.checklist)]
    for sheet in sheets:
        late = sheet.late(on)
        whole = (
            _("accepted")
            if sheet.is_settled
            else _("handed in")
            if sheet.is_complete
            else _("something is missing")
        )
        cells = [
            standing(line, is_late=line.item.key in late, came_late=sheet.came_late(line))[0]
            for line in sheet.lines
        ]
        yield [sheet.ask.asked, f"{sheet.ask.due_on:%d/%m/%Y}", whole, *cells]


def archive(sheets: Sequence[Sheet]) -> IO[bytes]:
    """A folder for everyone who was asked, in it one for each item; the originals byte for byte."""
    target = tempfile.SpooledTemporaryFile(8 * MIB)  # noqa: SIM115  # whoever sends it closes it
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for ask, item, file in files_of(sheets):
            folder = f"{_safe(ask.asked)}/{int(item.key):02} {_safe(item.name)}"
            with (
                private_storage().open(str(file.document.file.name)) as source,
                packed.open(f"{folder}/{file.pk} {_safe(file.name)}", "w") as entry,
            ):
                for chunk in source.chunks():
                    entry.write(chunk)
    target.seek(0)
    return target


def _safe(name: str) -> str:
    """A name that every system can unpack."""
    return _UNSAFE.sub("-", name)[:80].strip(" .") or "-"
