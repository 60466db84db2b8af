"""What a machine can tell about WCAG 2.2 AA; the rest is looked at by people."""

from collections.abc import Sequence

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# what the length of words can break, apart from the width of the page
OF_LENGTH = ["target-size", "scrollable-region-focusable"]
# each width with each look: pages take turns
LOOKS: tuple[tuple[int, dict[str, str]], ...] = (
    (768, {"color_scheme": "dark"}),
    (1366, {"contrast": "more"}),
    (768, {"contrast": "more"}),
    (1366, {"color_scheme": "dark"}),
)
PLAIN = {"color_scheme": "light", "contrast": "no-preference"}
RUN = """options => axe.run(options).then(found => found.violations.map(each =>
    `${each.id}: ${each.help}: ${each.nodes.slice(0, 3).map(node => node.target.join(" ")).join(" | ")}`))"""
# what people wrote gets three times as long, with an address in it; words on buttons are ours
LENGTHEN = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts)
        if (text.data.trim() && !text.parentElement.closest("script, style, option, svg, button, thead"))
            text.data = `${text.data} ${text.data} ${text.data} banquanlyduandautu@thuongnghia.example`;
}"""
UNFOLD = "for (const each of document.querySelectorAll('details')) each.open = true"


def axe_violations(page: Page, rules: Sequence[str] = (), without: str = "") -> list[str]:
    """One line for each broken rule: its id, what it asks, the first elements that break it.

    All rules of WCAG, only some `rules`, or all `without` one.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": WCAG}
    options = {"runOnly": only, "resultTypes": ["violations"]}
    options["preload"] = False  # else it fetches every stylesheet a second time
    options["rules"] = {without: {"enabled": False}} if without else {}
    found: list[str] = page.evaluate(RUN, options)
    return found


def assert_no_axe_violations(page: Page) -> None:
    assert axe_violations(page) == [], page.url


def overflow_px(page: Page) -> int:
    """How far the page can be scrolled sideways; 0 on a page that fits its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def barriers(page: Page, *, narrow: int, turn: int, lengthened: bool, again: Sequence[str] = ()) -> list[str]:
    """What keeps people from the open page: as it comes in a narrow window, then unfolded in another look.

    `turn` chooses the second window and look, in which only the rules of `again` count if there are any. A
    page to be lengthened meets long words at both widths.
    """
    found = barriers_at(page, narrow)
    if lengthened:
        page.evaluate(LENGTHEN)
        found += [
            f"{narrow} px, long words: {line}" for line in [*axe_violations(page, OF_LENGTH), *_wide(page)]
        ]
    page.evaluate(UNFOLD)
    width, look = LOOKS[turn % len(LOOKS)]
    return found + barriers_at(page, width, PLAIN | look, again)


def barriers_at(
    page: Page, width: int, look: dict[str, str] = PLAIN, rules: Sequence[str] = (), without: str = ""
) -> list[str]:
    """What keeps people from the open page in a window of this width and look."""
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(**look)  # type: ignore[arg-type]
    return [
        f"{width} px, {', '.join(look.values())}: {line}"
        for line in [*axe_violations(page, rules, without), *_wide(page)]
    ]


def _wide(page: Page) -> list[str]:
    over = overflow_px(page)
    return [f"{over} px too wide"] if over > 0 else []
