"""Text of Word files of before 2007, read by catdoc (GPL), a program of its own that may be missing."""

import shutil
import subprocess
from pathlib import Path

from conglang.kernel.confinement import bare_environment, confined
from conglang.kernel.text import convert_if_certain, nfc

MEMORY_BYTES = 512 * 1024**2
CPU_SECONDS = 20
SECONDS = 30.0
MOST_BYTES_OF_TEXT = 2_000_000
_WITHOUT_HYPHEN = "koi8-r"


class Unreadable(Exception):
    """The file could not be read within the limits."""


class NotInstalled(Exception):
    """There is no catdoc here."""


def is_installed() -> bool:
    """Whether such files can be read here."""
    return shutil.which("catdoc") is not None


def text_of(path: Path) -> str:
    """The text, NFC, old encodings converted. Raises Unreadable, NotInstalled."""
    conversion = convert_if_certain(_text(path, "cp1252"))
    if conversion.encoding is None or not conversion.certain:
        return conversion.text
    # catdoc drops soft hyphens, which in TCVN3 are the letter ư; in this code the byte is a letter
    letters = _text(path, _WITHOUT_HYPHEN).encode(_WITHOUT_HYPHEN, "replace").decode("latin-1")
    return "\n".join(map(_capitals, convert_if_certain(letters).text.split("\n")))


def _capitals(line: str) -> str:
    """A line in a font of capitals has small letters wherever there is a mark, and capitals elsewhere."""
    plain = [letter for letter in line if letter.isascii() and letter.isalpha()]
    is_capital = len(plain) > 1 and all(letter.isupper() for letter in plain)
    return line.upper() if is_capital and not any(letter.isdigit() for letter in line) else line


def _text(path: Path, charset: str) -> str:
    program = shutil.which("catdoc")
    if program is None:
        raise NotInstalled
    command = [program, "-w", "-d", "utf-8", "-s", charset, str(path)]
    try:
        child = subprocess.run(  # noqa: S603
            confined(command, memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS),
            stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=True,
            env=bare_environment(),
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise Unreadable(type(error).__name__) from error
    text = child.stdout[:MOST_BYTES_OF_TEXT].decode("utf-8", "replace")
    return "".join(letter if letter in "\n\t" or ord(letter) >= 32 else " " for letter in nfc(text))
