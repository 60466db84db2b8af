"""Where files lie: originals in private, named by content; public copies while something live shows them."""

import os
import tempfile
from hashlib import file_digest
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Never below the public root; `url` leads to the desk's view, which asks for the scope."""

    def __init__(self) -> None:
        super().__init__(base_url="/tep/")

    @property
    def location(self) -> str:  # asked for each time: settings are not read at import
        return str(settings.PRIVATE_ROOT)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name  # the name is made from the content: the same name holds the same bytes

    def _save(self, name: str, content: File[Any]) -> str:
        path = Path(self.path(name))
        if path.exists():
            return name
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
            for chunk in content.chunks():
                part.write(chunk)
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).chmod(0o640)
        Path(part.name).replace(path)  # a power cut leaves the whole file or none
        return name


def private_storage() -> PrivateStorage:
    """A callable, so that migrations do not freeze a folder."""
    return PrivateStorage()


def sha256_of(file: IO[bytes]) -> str:
    """Hex digest of the whole file, which is rewound."""
    file.seek(0)
    digest = file_digest(cast("Any", file), "sha256").hexdigest()
    file.seek(0)
    return digest


def private_name(unit_id: int, sha256: str, extension: str) -> str:
    """`unit/aa/sha256.ext`, so that no folder grows without bound."""
    return f"{unit_id}/{sha256[:2]}/{sha256}.{extension}"


def show(private: str, public: str) -> None:
    """Make a private file reachable below the public root; a repeated call changes nothing."""
    source, target = Path(settings.PRIVATE_ROOT, private), Path(settings.MEDIA_ROOT, public)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:  # another file system
        part = target.with_suffix(".part")
        part.write_bytes(source.read_bytes())
        part.replace(target)


def hide(*public: str) -> None:
    """Take files off the public root; the private originals stay."""
    for name in public:
        target = Path(settings.MEDIA_ROOT, name)
        target.unlink(missing_ok=True)
        if target.parent.exists() and not any(target.parent.iterdir()):
            target.parent.rmdir()
