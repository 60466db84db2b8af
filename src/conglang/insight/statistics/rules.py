"""What counts as a page view, as a visit, and as a program; how much of an address is looked at.

No cookie, no mark in the browser and no address is kept. A visit is therefore not a person: it is a page view
that did not come from a page of the same site. The site asks browsers to name the page before within the site
(`Referrer-Policy: same-origin`), so following links counts once. The figure is too high for browsers that
never name it and for pages opened anew from a bookmark or a second tab, and too low where a proxy keeps pages
for several people. It compares days and sections well and says little of the number of people.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from conglang.tools.pagestore.rules import PAGE_SHAPE

MOST_A_MINUTE = 120  # page views of one network: more than a full office makes by hand
KEEP_PAGES = timedelta(days=400)  # a year and the same month of the year before; sections are kept for good
LONGEST_PERIOD = timedelta(days=366)
V4_PREFIX, V6_PREFIX = 24, 48

_ROBOTS = Path(__file__).with_name("data") / "robots.txt"
_PAGE = re.compile(PAGE_SHAPE)


@dataclass(frozen=True, slots=True)
class View:
    """Views of a page within a minute, as a line of a log tells them."""

    minute: int  # since 1970
    host: str
    path: str
    network: str  # names the visitor's network within the log, for as long as the log
    is_robot: bool
    is_inside: bool  # came from a page of the same site
    count: int = 1


def is_page(path: str) -> bool:
    """Whether the path has the shape of a page; feeds, files and pictures have others."""
    return _PAGE.fullmatch(path) is not None


def is_shown(status: int, content_type: str) -> bool:
    """Whether the answer put a page before somebody: a page, or word that the browser's own is good."""
    return status == 304 or (status == 200 and content_type.startswith("text/html"))


def section_of(path: str) -> str:
    """The address of the section in which a page lies; empty for the home page."""
    return path.split("/", 2)[1]


@cache
def robot_words() -> tuple[str, ...]:
    """Words by which programs name themselves."""
    lines = _ROBOTS.read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def is_robot(user_agent: str) -> bool:
    """Whether a program says that it is one."""
    said = user_agent.lower()
    return not said.strip() or any(word in said for word in robot_words())


def network_of(address: str) -> str:
    """The part of an address that a whole neighbourhood shares; empty for what is none."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    whole, kept = (32, V4_PREFIX) if found.version == 4 else (128, V6_PREFIX)
    return f"{int(found) >> (whole - kept):x}/{found.version}"


def period(first: date | None, last: date | None, *, today: date) -> tuple[date, date]:
    """The days to report on: the last thirty unless others are given, at most a year, none to come."""
    last = min(last or today, today)
    first = first or last - timedelta(days=29)
    return max(min(first, last), last - LONGEST_PERIOD), last
