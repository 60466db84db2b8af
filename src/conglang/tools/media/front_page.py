"""The first page of a PDF as a small picture: `python -m conglang.tools.media.front_page <file` draws it.

The child process may neither grow nor run for long; what breaks there costs a picture and nothing else.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from conglang.kernel.confinement import PATIENCE, bare_environment, confine
from conglang.tools.media.drawing import CPU_SECONDS, FILE_BYTES, MEMORY_BYTES, page_of

WIDTH = 320  # dots; shown half as wide
DRAWN = 1000  # dots of the longer side before it is made smaller
SECONDS = 60


class NotDrawn(Exception):
    """The page could not be drawn within the limits."""


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The picture in WebP."""

    data: bytes
    width: int
    height: int


def front_page_of(path: Path) -> FrontPage:
    """Have a stored PDF drawn. Raises NotDrawn."""
    command = [sys.executable, "-m", "conglang.tools.media.front_page"]
    try:
        with path.open("rb") as file:
            child = subprocess.run(  # noqa: S603 - our own module
                command, stdin=file, capture_output=True, timeout=SECONDS, check=True, env=bare_environment()
            )
    except (OSError, subprocess.SubprocessError) as error:
        raise NotDrawn(type(error).__name__) from error
    head, _line, data = child.stdout.partition(b"\n")
    width, height = (int(number) for number in head.split())
    return FrontPage(data, width, height)


def main() -> None:
    """Read standard input, write the sizes in a line and then the picture; any failure is an exit code."""
    os.nice(PATIENCE)
    confine(MEMORY_BYTES, CPU_SECONDS)
    data = sys.stdin.buffer.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        sys.exit(2)
    page = page_of("pdf", data, 1, DRAWN)
    page.thumbnail((WIDTH, 3 * WIDTH))
    out = BytesIO()
    page.save(out, "WEBP", quality=60, method=4)
    sys.stdout.buffer.write(b"%d %d\n" % page.size + out.getvalue())


if __name__ == "__main__":
    main()
