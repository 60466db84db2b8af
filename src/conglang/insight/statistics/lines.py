"""The log of page views, one JSON object a line: written by the front or by nginx, read by `read_log`.

{"t": 1790000000.0, "host": "…", "path": "/…/", "from": "network", "bot": 0, "in": 1}
with "n" for several views in one line (the front), or "status" and "type" of any answer (nginx)
"""

import json

from conglang.insight.statistics.rules import View, is_page, is_shown


def line_of(view: View) -> str:
    """The line of these views."""
    facts = {
        "t": view.minute * 60,
        "host": view.host,
        "path": view.path,
        "from": view.network,
        "bot": int(view.is_robot),
        "in": int(view.is_inside),
        "n": view.count,
    }
    return json.dumps(facts, separators=(",", ":")) + "\n"


def view_of(line: bytes) -> View | None:
    """The views of a line; None for what is no page view, or no line of ours."""
    try:
        facts = json.loads(line.decode(errors="replace"))
        view = View(
            minute=int(facts["t"]) // 60,
            host=str(facts["host"]),
            path=str(facts["path"]),
            network=str(facts["from"]),
            is_robot=bool(facts["bot"]),
            is_inside=bool(facts["in"]),
            count=int(facts.get("n", 1)),
        )
        shown = is_shown(int(facts.get("status", 304)), str(facts.get("type", "")))
    except (ValueError, KeyError, TypeError, OverflowError):
        return None
    return view if shown and is_page(view.path) and view.count > 0 else None
