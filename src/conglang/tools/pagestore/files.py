"""The stored pages as files, and which of them still hold. Plain Python: the front reads them without Django.

    <root>/<host>/current → <generation>                a link; another target and all older pages are void
    <root>/<host>/<generation>/<place>/<path>/index.html, index.html.gz, index.html.br, index.html.json
    <root>/<host>/<generation>/<place>/<path>/index.html.<mark>, ….gz, ….br    the same files for a web server
    <root>/<host>/<generation>/<place>/<path>/rss.xml, rss.xml.gz, …     what has a file's name bears it here
    <root>/.locks/…                                     who renders what

The generation is read before a page is rendered and the page goes into that generation's folder: one that
was rendered while something changed lands where nobody looks.
"""

import fcntl
import gzip
import json
import logging
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import brotli

from conglang.tools.pagestore.rules import HOST_SHAPE

Headers = list[tuple[bytes, bytes]]
logger = logging.getLogger(__name__)

CURRENT = "current"
PLAIN = ""
MARK = "as-"  # begins the ending of a mark
ENDINGS = {PLAIN: "", "gzip": ".gz", "br": ".br"}
LOCKS = 1024
GRACE_SECONDS = 120  # for whoever still reads or writes in a folder that is void
GZIP_LEVEL, BROTLI_QUALITY = 6, 5
_HOST = re.compile(HOST_SHAPE)


class PageKey(NamedTuple):
    """Names a page. The place is scheme and port, `https.443`, because both end up in links."""

    host: str
    place: str
    path: str  # begins with a slash, and ends with one or with a file's name
    number: int = 0

    @property
    def file(self) -> str:
        """Path below the folder of a generation."""
        if not self.path.endswith("/"):
            return f"{self.place}{self.path}"
        name = f"index.{self.number}.html" if self.number else "index.html"
        return f"{self.place}{self.path}{name}"


@dataclass(frozen=True, slots=True)
class Stored:
    """One form of a page as it was stored."""

    headers: Headers
    body: bytes


def compressed(body: bytes, encoding: str) -> bytes:
    """The body in an encoding; the same bytes always give the same bytes."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=BROTLI_QUALITY))
    return gzip.compress(body, GZIP_LEVEL, mtime=0) if encoding == "gzip" else body


class PageFiles:
    """The tree of stored pages below one folder, which several processes and servers may share."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)
        self._root = str(self.root)

    def generation(self, host: str) -> str:
        """The present generation of a host; empty for a host without one."""
        try:
            return os.readlink(f"{self._root}/{host}/{CURRENT}")  # noqa: PTH115 - on the way of every page
        except OSError:
            return ""

    def renew(self, hosts: Iterable[str]) -> None:
        """Void every stored page of these hosts, from the moment that this returns."""
        for host in hosts:
            folder = self.root / host
            folder.mkdir(parents=True, exist_ok=True)
            # never a name again: two processes may renew at once, in any order
            name = f"{time.time_ns():x}-{secrets.token_hex(4)}"
            link = folder / f".{name}"
            link.symlink_to(name)
            link.replace(folder / CURRENT)

    def forget(self, host: str) -> None:
        """Remove everything of a host that leads to no site any more."""
        folder = self.root / host
        (folder / CURRENT).unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)

    def hosts(self) -> list[str]:
        """Hosts that have, or had, stored pages."""
        with suppress(FileNotFoundError):
            return sorted(entry.name for entry in os.scandir(self.root) if is_host(entry.name))
        return []

    def read(self, key: PageKey, generation: str, encoding: str) -> Stored | None:
        """A form of a stored page; None when it is not there, or not whole after a power cut."""
        path = f"{self._root}/{key.host}/{generation}/{key.file}"
        try:
            with open(f"{path}.json", "rb") as file:  # noqa: PTH123 - a third of the time of Path.open
                facts = json.load(file)
            with open(path + ENDINGS[encoding], "rb") as file:  # noqa: PTH123
                body = file.read()
            if len(body) != facts["sizes"][encoding]:
                return None
            headers = [(name.encode(), value.encode()) for name, value in facts["headers"]]
            os.utime(f"{path}.json")  # the sweep takes what was not read for long
        except (OSError, ValueError, KeyError):
            return None
        return Stored(headers, body)

    def write(self, key: PageKey, generation: str, page: Stored) -> bool:
        """Store a page that was rendered in this generation; False when the disk would not take it."""
        path = self.root / key.host / generation / key.file
        forms = {encoding: compressed(page.body, encoding) for encoding in ENDINGS}
        facts = {
            "headers": [(name.decode("latin-1"), value.decode("latin-1")) for name, value in page.headers],
            "sizes": {encoding: len(body) for encoding, body in forms.items()},
        }
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _put(Path(f"{path}.json"), json.dumps(facts).encode())
            for encoding in reversed(ENDINGS):  # the plain form last: where it is, the others are
                _put(Path(f"{path}{ENDINGS[encoding]}"), forms[encoding])
            _mark(path, mark_for(page.headers))
        except OSError as error:
            logger.warning("%s is not stored: %s", path, error)
            return False
        return True

    def lock(self, key: PageKey, generation: str) -> int | None:
        """Try to become the one who renders the page; a descriptor for `unlock`, None while another does.

        The kernel gives the lock back when its holder dies, so none is ever left over. Two pages may share
        one; then one of them waits.
        """
        digest = blake2b(f"{key}{generation}".encode(), digest_size=4).digest()
        path = self.root / ".locks" / f"{int.from_bytes(digest) % LOCKS:03x}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return None
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(held)
            return None
        return held

    @staticmethod
    def unlock(held: int) -> None:
        """Let the next one render."""
        os.close(held)

    def sweep(self, *, limit_bytes: int, now: float) -> int:
        """Remove void generations, and the pages unread for longest beyond the limit; bytes that remain."""
        pages: list[tuple[float, int, str]] = []
        for host in self.hosts():
            present = self.generation(host)
            for entry in _entries(self.root / host):
                if entry.name == present:
                    pages.extend(_pages(entry.path))
                elif entry.name != CURRENT and now - _changed_at(entry) > GRACE_SECONDS:
                    _remove(entry)
        total = sum(size for _read_at, size, _path in pages)
        for _read_at, size, path in sorted(pages):
            if total <= limit_bytes:
                break
            for mark in Path(path).parent.glob(f"{Path(path).name}.{MARK}*"):
                mark.unlink(missing_ok=True)
            for ending in ("", ".json", ".gz", ".br"):
                Path(path + ending).unlink(missing_ok=True)
            total -= size
        return total

    def figures(self) -> Iterator[tuple[str, int, int]]:
        """Host, number of stored pages, and their bytes."""
        for host in self.hosts():
            pages = list(_pages(str(self.root / host / self.generation(host))))
            yield host, len(pages), sum(size for _read_at, size, _path in pages)

    def same_build(self, build: str, *, part: str = "build") -> bool:
        """Whether the pages were rendered by this build; pages of another one are void from now on.

        `part` names what is compared, where there is more than the software.
        """
        mark = self.root / f".{part}"
        with suppress(FileNotFoundError):
            if mark.read_text("ascii") == build:
                return True
        self.renew(self.hosts())
        self.root.mkdir(parents=True, exist_ok=True)
        _put(mark, build.encode())
        return False


def mark_for(headers: Headers) -> str:
    """The ending of the mark beside pages with these headers.

    A web server that can say only headers of its own looks for the mark that stands for them, and leaves
    pages without it to the application. The order of directives means nothing, and differs between processes.
    """
    told = sorted(
        (name.lower(), sorted(part.strip() for part in value.split(b";"))) for name, value in headers
    )
    return MARK + blake2b(repr(told).encode(), digest_size=6).hexdigest()


def is_host(name: str) -> bool:
    """Whether the text can be a site's host, and so a folder's name."""
    return _HOST.fullmatch(name) is not None


def _put(path: Path, body: bytes) -> None:
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    part.write_bytes(body)
    part.replace(path)


def _mark(path: Path, mark: str) -> None:
    """Give the forms of a page the names by which a web server asks for them, the plain one last.

    The time of a form is a digest of it: web servers make their tags of time and length.
    """
    for encoding in reversed(ENDINGS):
        form = Path(f"{path}{ENDINGS[encoding]}")
        digest = int.from_bytes(blake2b(form.read_bytes(), digest_size=4).digest()) >> 1
        os.utime(form, (digest, digest))
        part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        part.hardlink_to(form)
        part.replace(f"{path}.{mark}{ENDINGS[encoding]}")


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with suppress(OSError), os.scandir(folder) as found:
        return list(found)
    return []


def _pages(folder: str) -> Iterator[tuple[float, int, str]]:
    """Time of the last reading, size of all forms, and path of each page."""
    for parent, _folders, names in os.walk(folder):
        sizes = {name: Path(parent, name).stat() for name in names if not name.startswith(".")}
        for name, facts in sizes.items():
            if name.endswith(".html") or f"{name}.json" in sizes:
                forms = (sizes.get(name + ending) for ending in ("", ".json", ".gz", ".br"))
                read_at = sizes.get(f"{name}.json", facts).st_mtime
                yield read_at, sum(form.st_size for form in forms if form), f"{parent}/{name}"


def _changed_at(entry: os.DirEntry[str]) -> float:
    try:
        return entry.stat(follow_symlinks=False).st_ctime
    except FileNotFoundError:
        return 0.0


def _remove(entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path, ignore_errors=True)
    else:
        Path(entry.path).unlink(missing_ok=True)
