"""Text of PDF and Word files, read by a child process that may neither grow nor run for long."""

import subprocess
import sys
from pathlib import Path

from conglang.kernel.text import convert_if_certain, nfc

READABLE = frozenset({"pdf", "docx"})
SECONDS = 60
MOST_BYTES_OF_TEXT = 2_000_000


class Unreadable(Exception):
    """The file has no text that could be read within the limits."""


def text_of(path: Path, extension: str) -> str:
    """The text of a file, NFC, old encodings converted. Raises Unreadable."""
    if extension not in READABLE:
        raise Unreadable(extension)
    command = [sys.executable, "-m", "conglang.tools.search.reader", extension]
    try:
        with path.open("rb") as file:
            child = subprocess.run(command, stdin=file, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        raise Unreadable(type(error).__name__) from error
    text = child.stdout[:MOST_BYTES_OF_TEXT].decode("utf-8", "replace").replace("\0", " ")
    return convert_if_certain(nfc(text)).text
