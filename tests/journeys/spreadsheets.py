"""Workbooks as the people open them who get them."""

import csv
import shutil
import subprocess
from pathlib import Path

from openpyxl import load_workbook

OFFICES = ("soffice", "libreoffice")
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false"  # commas, UTF-8, numbers as they are


def first_sheet(path: Path) -> list[list[str]]:
    """The first sheet as LibreOffice reads it where it is installed, else as it is stored."""
    office = next((found for name in OFFICES if (found := shutil.which(name))), None)
    if office is None:
        rows = load_workbook(path, data_only=True).worksheets[0].iter_rows(values_only=True)
        return [["" if cell is None else str(cell) for cell in row] for row in rows]
    profile = f"-env:UserInstallation={(path.parent / 'office').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", AS_CSV, "--outdir", path.parent, path]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=120)
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
