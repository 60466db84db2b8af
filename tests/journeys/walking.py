"""Every page that a site's answers name, found as a program finds them: from answer to answer."""

import re
from collections import Counter, deque
from collections.abc import Container
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from tests.architecture.routes import routes

MOST = 4  # addresses of one pattern that are asked for
MANY = {"portal:section": 60, "portal:article": 20}  # what stands below them differs from one to the next
NAMED = re.compile(r"""["'>](?:https?://([^/"'<>\s]+))?(/[^"'<>{}\s#]*)""")
CLASSES = re.compile(r'class="([^"]*)"')


@dataclass(frozen=True)
class Met:
    """An address and what a GET of it brought: the name of its pattern, whether a page, with a form."""

    name: str
    path: str
    status: int
    is_page: bool
    sends: bool
    classes: frozenset[str]


def walk(
    port: int, host: str, urlconf: str, *, cookies: str = "", most: int = MOST, past: Container[str] = ()
) -> list[Met]:
    """What can be met from the front page and from every address without a key, each pattern a few times.

    Whatever stands below a first part of a path that is in `past` is passed by.
    """
    whole = [f"/{route.path}" for route in routes(urlconf) if not set(route.path) & set("<(^")]
    waiting = deque(["/", *whole])
    known = set(waiting)
    asked: Counter[str] = Counter()
    no_pages: set[str] = set()
    met = []
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    while waiting:
        path = waiting.popleft()
        if path.split("/")[1] in past:
            continue
        try:
            name = resolve(urlsplit(path).path, urlconf).view_name
        except Resolver404:
            continue
        if asked[name] >= (1 if name in no_pages else MANY.get(name, most)):
            continue
        asked[name] += 1
        connection.request("GET", path, headers={"Host": f"{host}:{port}", "Cookie": cookies})
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        is_download = answer.getheader("Content-Disposition", "").startswith("attachment")
        # a script may ask for a part of a page
        is_page = answer.status == 200 and "<html" in text and not is_download
        if not is_page:
            no_pages.add(name)
        classes = frozenset(word for group in CLASSES.findall(text) for word in group.split())
        met.append(Met(name, path, answer.status, is_page, 'method="post"' in text, classes))
        for where, named in NAMED.findall(text + f'"{answer.getheader("Location", "")}"'):
            address = unescape(named)
            if where in {"", f"{host}:{port}"} and address not in known:
                known.add(address)
                waiting.append(address)
    connection.close()
    return met


def worth_looking_at(met: list[Met]) -> list[Met]:
    """The first page of each pattern, and every page that shows something that none before it showed."""
    names: set[str] = set()
    seen: set[str] = set()
    chosen = []
    for each in met:
        if each.is_page and (each.name not in names or each.classes - seen):
            chosen.append(each)
            names.add(each.name)
            seen |= each.classes
    return chosen
