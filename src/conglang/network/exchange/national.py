"""The national source of procedures by its public pages, through the guarded client.

What its pages look like is an assumption, kept in this file: no specification could be had (decision 15).
Assumed are lists in JSON, `?trang=1`, with codes and the address of the next page, and a page for each code,
in JSON or as HTML with a table of headings and values.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Protocol
from urllib.parse import quote, urljoin, urlsplit

from conglang.content.procedures.reading import NoCatalogue, Row, read_export, row_of_cells
from conglang.content.procedures.source import Listed, SourceFailed
from conglang.network.exchange.fetching import Answer, Unreachable, fetch

MOST_PAGES, MOST_LISTED = 400, 5000
TRIES, PAUSE, LONGEST_PAUSE = 4, 1.0, 60.0  # seconds
BREATH = 0.2  # seconds between two questions: it serves others too
PASSING = {0, 408, 429, 500, 502, 503, 504}  # worth asking again

Sleep = Callable[[float], None]


@dataclass(frozen=True)
class Remembered:
    """An answer of an earlier time with its conditions."""

    etag: str
    modified: str
    data: bytes
    content_type: str


class Memory(Protocol):
    """Where answers are kept between two times; a dict will do."""

    def get(self, url: str, /) -> Remembered | None:
        """What is known of an address."""
        ...

    def __setitem__(self, url: str, kept: Remembered, /) -> None: ...


@dataclass
class PublicPages:
    """A `NationalSource`. `memory` keeps answers by address: what has not changed is not sent again."""

    origin: str
    memory: Memory = field(default_factory=dict[str, Remembered])
    sleep: Sleep = time.sleep
    is_first: bool = True

    def listed(self) -> Iterator[Listed]:
        """Every line of every page. Raises SourceFailed, also for pages that lead in a circle."""
        url, seen, count = f"{self.origin}/thu-tuc?trang=1", set[str](), 0
        while url:
            if url in seen or len(seen) >= MOST_PAGES:
                raise SourceFailed("the pages of the list do not end")
            seen.add(url)
            page = self._json(url)
            items, following = page.get("items"), page.get("next")
            if not isinstance(items, list) or not isinstance(following, str | None):
                raise SourceFailed("a page of the list is not built as expected")
            for item in items:
                count += 1
                if count > MOST_LISTED:
                    raise SourceFailed("the list is too long")
                yield _listed(item)
            url = self._own(url, following) if following else ""

    def entry(self, number: int, listed: Listed) -> Row:
        """The procedure's own page. Raises SourceFailed."""
        if listed.is_repealed:
            return Row(number, {"code": listed.code}, is_repealed=True)
        kept = self._ask(f"{self.origin}/thu-tuc/{quote(listed.code, safe='')}")
        if "html" in kept.content_type:
            cells = _cells(kept.data)
            return row_of_cells(number, cells, former_code=listed.former_code)
        try:
            [row] = read_export("", b"[" + kept.data + b"]")
        except (NoCatalogue, ValueError) as error:
            raise SourceFailed(f"the page of {listed.code} cannot be read") from error
        return Row(number, row.values, listed.former_code or row.former_code, row.is_repealed, row.problems)

    def _own(self, base: str, address: str) -> str:
        url = urljoin(base, address)
        if urlsplit(url)[:2] != urlsplit(self.origin)[:2]:
            raise SourceFailed("a page of the list leads to another site")
        return url

    def _json(self, url: str) -> dict[str, Any]:
        try:
            found = json.loads(self._ask(url).data)
        except (ValueError, RecursionError) as error:
            raise SourceFailed("a page of the list cannot be read") from error
        if not isinstance(found, dict):
            raise SourceFailed("a page of the list is not built as expected")
        return found

    def _ask(self, url: str) -> Remembered:
        """The page as it is now; asked again, later each time, when the source is busy."""
        known = self.memory.get(url)
        if not self.is_first:
            self.sleep(BREATH)
        self.is_first = False
        for attempt in range(TRIES):
            try:
                answer = fetch(
                    url, etag=known.etag if known else "", modified=known.modified if known else ""
                )
            except Unreachable as error:
                if error.code not in PASSING or attempt == TRIES - 1:
                    raise SourceFailed(f"{urlsplit(url).path}: {error}") from error
                asked_for = error.wait.total_seconds() if error.wait else 0
                self.sleep(min(max(PAUSE * 2**attempt, asked_for), LONGEST_PAUSE))
            else:
                return self._keep(url, answer, known)
        raise SourceFailed(url)

    def _keep(self, url: str, answer: Answer, known: Remembered | None) -> Remembered:
        if answer.data is None:
            if known is None:
                raise SourceFailed("the source says that nothing changed, but nothing is known")
            return known
        kept = Remembered(answer.etag, answer.modified, answer.data, answer.content_type)
        if kept.etag or kept.modified:
            self.memory[url] = kept
        return kept


def _listed(item: Any) -> Listed:
    if not isinstance(item, dict) or not isinstance(item.get("code"), str) or not item["code"]:
        raise SourceFailed("a line of the list has no code")
    texts = {name: str(item.get(name) or "")[:60] for name in ("code", "version", "former_code")}
    return Listed(**texts, is_repealed=bool(item.get("repealed")))


class _Table(HTMLParser):
    """Headings (`th`) with the lines of the cell (`td`) that follows each."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.cells: dict[str, str] = {}
        self.open = ""
        self.text = {"th": "", "td": ""}

    def handle_starttag(self, tag: str, _attrs: Any) -> None:
        if tag in self.text:
            self.open, self.text[tag] = tag, ""
        elif tag in {"br", "li", "p"} and self.open:
            self.text[self.open] += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag == "td" and self.text["th"]:
            self.cells[self.text["th"].strip()] = self.text["td"].strip()
        if tag in self.text:
            self.open = ""

    def handle_data(self, data: str) -> None:
        if self.open:
            self.text[self.open] += data


def _cells(page: bytes) -> dict[str, str]:
    table = _Table()
    table.feed(page.decode("utf-8", "replace"))
    return table.cells
