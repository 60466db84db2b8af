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


class Unreadable(Exception):
    """The file could not be read within the limits."""


class NotInstalled(Exception):
    """There is no catdoc here."""


def is_installed() -> bool:
    """Whether such files can be read here."""
    return shutil.which("catdoc") is not None


def text_of(path: Path) -> str:
    """The text, NFC, old encodings converted. Raises Unreadable, NotInstalled."""
    program = shutil.which("catdoc")
    if program is None:
        raise NotInstalled
    command = confined(
        [program, "-w", "-d", "utf-8", "-s", "cp1252", str(path)],
        memory_bytes=MEMORY_BYTES,
        cpu_seconds=CPU_SECONDS,
    )
    try:
        child = subprocess.run(  # noqa: S603
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=True,
            env=bare_environment(),
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise Unreadable(type(error).__name__) from error
    text = child.stdout[:MOST_BYTES_OF_TEXT].decode("utf-8", "replace")
    plain = "".join(letter if letter in "\n\t" or letter.isprintable() else " " for letter in nfc(text))
    return convert_if_certain(plain).text
