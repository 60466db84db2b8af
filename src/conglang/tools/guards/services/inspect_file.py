"""Read a stored file once."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from conglang.kernel.clock import now
from conglang.tools.guards import scanner
from conglang.tools.guards.examination import Gap
from conglang.tools.guards.models import Inspection
from conglang.tools.guards.reading import FileText, read_report, report_of
from conglang.tools.guards.rules import VERSION, Finding, Kind
from conglang.tools.guards.scanned import add_scans
from conglang.tools.media.models import StoredFile


def inspect_file(*, document: StoredFile, reading: FileText | None = None) -> Inspection:
    """What a file carries; the same bytes in the same unit are read once for each version of the rules.

    Whoever has read its lines already passes them. It takes up to a minute, so call it outside of
    transactions. Where the virus scanner is silent the result is not kept, and the next call asks again.
    """
    kept = Inspection.objects.filter(
        unit=document.unit_id, sha256=document.file_sha256, version=VERSION
    ).first()
    if kept is not None:
        return kept  # type: ignore[no-any-return]
    path = Path(settings.PRIVATE_ROOT, str(document.file.name))
    report = report_of(reading) if reading is not None else read_report(path, document.extension)
    is_scanned, is_silent = False, False
    add_scans(report, document, now())
    if scanner.address():
        try:
            with path.open("rb") as file:
                name = scanner.scan(file)
            is_scanned = True
            report.findings += [Finding(Kind.MALWARE, name[:120])] if name else []
        except (scanner.ScannerSilent, OSError):
            is_silent = True
            report.gaps.append((Gap.SCANNER_SILENT, 0))
    row = Inspection(
        unit_id=document.unit_id,
        sha256=document.file_sha256,
        version=VERSION,
        report=report.as_data(),
        is_scanned=is_scanned,
        at=now(),
    )
    return row if is_silent else _kept(row)


@transaction.atomic
def _kept(row: Inspection) -> Inspection:
    stored: Inspection
    stored, _is_new = Inspection.objects.get_or_create(
        unit_id=row.unit_id,
        sha256=row.sha256,
        version=row.version,
        defaults={"report": row.report, "is_scanned": row.is_scanned, "at": row.at},
    )
    return stored
