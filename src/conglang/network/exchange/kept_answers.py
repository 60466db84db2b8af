"""Answers of a source, kept as files by their address, so that the next question can say what is known."""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from conglang.network.exchange.national import Remembered


@dataclass(frozen=True)
class KeptAnswers:
    """A file an address: a line of JSON with the conditions, then the answer. A damaged file is no answer."""

    folder: Path

    def get(self, url: str) -> Remembered | None:
        """What is known of the address."""
        try:
            head, _, data = self._path(url).read_bytes().partition(b"\n")
            said = json.loads(head)
            return Remembered(said["etag"], said["modified"], data, said["content_type"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def __setitem__(self, url: str, kept: Remembered) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        said = {"etag": kept.etag, "modified": kept.modified, "content_type": kept.content_type}
        path = self._path(url)
        new = path.with_suffix(".new")
        new.write_bytes(json.dumps(said).encode() + b"\n" + kept.data)
        new.replace(path)

    def _path(self, url: str) -> Path:
        return self.folder / f"{sha256(url.encode()).hexdigest()}.answer"
