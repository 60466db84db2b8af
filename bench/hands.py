"""What hands have to do: a story from a phone, and the desk that assigns 20 articles by keys alone.

Bars: whoever tells the commune something from a phone is done within 2 minutes; the desk deals with 20
articles within 20 minutes without a mouse.

A browser does what people do, on the real `conglang serve` with the demonstration; what it touches is
counted, what it waits for is measured. Hands are slower than it: a tap counts 1.5 s, a letter on a phone
0.3 s, a picture chosen from a phone 8 s, a key on a keyboard 0.4 s, and each article is looked at for 30 s
before it is assigned.

    ./dev bench hands [--items 20] [--trial]
"""

import argparse
import json
import re
import shutil
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from measuring.browsing import DESK, Desk
from measuring.installation import environment, scratch, serving
from measuring.report import Report
from measuring.roles import Process, play

WRITER, CLERK = "ctv.hoamau", "thuky.hoamau"
TAP, LETTER, PICTURE, KEY, LOOK = 1.5, 0.3, 8.0, 0.4, 30.0
PHONE_SECONDS, DESK_MINUTES = 120, 20
MOST_TABS = 80
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
STORY = ("Đoạn đường đầu thôn bị sạt", "Sáng nay đường vào thôn Tây bị sạt nửa mặt. Xe máy còn đi được.")


def prepare(accounts: str, items: int) -> dict[str, Any]:
    """The demonstration, its accounts in a file, and articles that wait to be assigned."""
    from django.core.management import call_command

    from conglang.base.accounts.actor import actor_for
    from conglang.base.accounts.models import Membership, User
    from conglang.base.units.scope import everything, use_scope
    from conglang.config.demo.empty import bring_up_to_date
    from conglang.config.demo.load import load_demo, write_accounts
    from conglang.content.newsroom.services.content import ArticleContent
    from conglang.content.newsroom.services.write_article import write_article
    from conglang.kernel.clock import now
    from conglang.tools.approval.services.submit import submit
    from conglang.tools.pages.models import Section

    bring_up_to_date()
    call_command("collectstatic", interactive=False, verbosity=0)
    write_accounts(load_demo(now()), Path(accounts))
    writer = User.objects.get(username=WRITER)
    with everything("a measurement"):
        unit_id = Membership.objects.filter(user=writer).values_list("unit_id", flat=True)[0]
        section = Section.objects.get(unit=unit_id, slug="tin-tuc")
    by = actor_for(writer, unit_id, now())
    text = {"id": "11111111-1111-4111-8111-111111111111", "type": "text", "value": f"<p>{STORY[1]}</p>"}
    for at in range(items):
        facts = {"title": f"{STORY[0]} ({at + 1})", "author_name": by.name, "author_address": "Thôn Tây"}
        content = ArticleContent(section_id=section.pk, body=[text], **facts)
        with use_scope(by.scope):
            article = write_article(by=by, content=content, now=now())
            submit(item=article, by=by, now=now())
    return {}


def opened(browser: Browser, desk: Desk, **more: Any) -> Page:
    """A browser that is signed in."""
    context = browser.new_context(locale="vi-VN", **more)
    context.add_cookies(
        [{"name": name, "value": value, "domain": DESK, "path": "/"} for name, value in desk.cookies.items()]
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


def tell(page: Page, base: str, picture: Path) -> dict[str, float]:
    """A story from the phone; taps, letters and what the phone was waited for."""
    began, taps = time.perf_counter(), 0

    def tap(place: Locator) -> None:
        nonlocal taps
        place.tap()
        taps += 1

    page.goto(f"{base}/tin-gui/")
    tap(page.locator('main a[href*="/tin-gui/moi/"]').first)
    form = page.locator("form[data-ready]")
    for label, words in zip(("Có chuyện gì?", "Kể lại"), STORY, strict=True):
        tap(form.get_by_label(label))
        page.keyboard.insert_text(words)
    form.locator("input[name=pictures]").set_input_files(picture)
    tap(form.get_by_label("Ảnh chụp gì?"))
    page.keyboard.insert_text("Đường sạt")
    tap(form.get_by_label("Mọi người trong ảnh đã đồng ý"))
    tap(form.get_by_role("button", name="Gửi", exact=True))
    expect(page.get_by_role("heading", name=STORY[0])).to_be_visible()
    waited = time.perf_counter() - began
    letters = sum(map(len, STORY)) + len("Đường sạt")
    return {"taps": taps, "letters": letters, "waited": waited,
            "seconds": taps * TAP + letters * LETTER + PICTURE + waited}  # fmt: skip


class Keys:
    """A desk without a mouse; counts what is pressed."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        """One key."""
        self.page.keyboard.press(key)
        self.pressed += 1

    def reach(self, wanted: str) -> None:
        """Tab until something is focused for which the expression about `e` holds."""
        for _turn in range(MOST_TABS):
            self.press("Tab")
            if self.page.evaluate(
                f"(() => {{ const e = document.activeElement; return Boolean({wanted}) }})()"
            ):
                return
        raise SystemExit(f"no key leads to {wanted} on {self.page.url}")

    def skip_menu(self) -> None:
        """Past the menu, by the link that comes first on every page."""
        self.press("Tab")
        self.press("Enter")

    def enter(self) -> None:
        """Follow what is focused to the page behind it."""
        with self.page.expect_navigation():
            self.press("Enter")


def assign(page: Page, base: str, items: int) -> dict[str, float]:
    """Every article that waits, to the first who may check it."""
    keys, began = Keys(page), time.perf_counter()
    in_main = "e.closest('main') && e.matches('a, button') && e.textContent.includes('Phân công')"
    for _item in range(items):
        page.goto(f"{base}/")
        keys.skip_menu()
        keys.reach(in_main)
        keys.enter()
        keys.skip_menu()
        if not re.search("/viec/phan-cong/", page.url):
            keys.reach("e.matches('a[href*=\"/viec/phan-cong/\"]')")
            keys.enter()
            keys.skip_menu()
        keys.reach("e.matches('main input[type=radio]')")
        keys.press("Space")
        keys.reach("e.matches('main form button[type=submit]')")
        keys.enter()
        expect(page.locator("main, [role=status]").first).to_be_visible()
    waited = time.perf_counter() - began
    return {"keys": keys.pressed, "waited": waited,
            "minutes": (keys.pressed * KEY + items * LOOK + waited) / 60}  # fmt: skip


def main() -> int:
    """One story, one morning at the desk."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--items", type=int, default=20)
    parser.add_argument("--trial", action="store_true", help="print only")
    parser.add_argument("--role", choices=["prepare"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        play(prepare)
    report = Report("hands", f"A story from a phone, and {options.items} articles assigned by keys")
    with scratch() as folder:
        env = environment(folder) | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")}
        accounts, picture = folder / "accounts.json", folder / "duong-sat.jpg"
        Process(__file__, "prepare", env, accounts=str(accounts), items=options.items).result()
        shutil.copy(Path(__file__).parents[1] / "docs" / "pictures" / "portal.png", picture)
        people = {row["username"]: row for row in json.loads(accounts.read_text("utf-8"))}
        with serving(env, folder / "log") as server, sync_playwright() as playwright:
            base = f"http://{DESK}:{server.port}"
            chromium = next(found for name in CHROMIUMS if (found := shutil.which(name)))
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            told = tell(opened(browser, Desk(server.port, people[WRITER]), **PHONE), base, picture)
            done = assign(opened(browser, Desk(server.port, people[CLERK])), base, options.items)
            browser.close()
    report.add("a story from a phone", told["seconds"], "s", f"≤ {PHONE_SECONDS}")
    report.add("taps", told["taps"], "")
    report.add("letters", told["letters"], "")
    report.add("waiting for the phone", told["waited"], "s")
    report.add("articles assigned", options.items, "")
    report.add("the desk by keys", done["minutes"], "min", f"≤ {DESK_MINUTES}")
    report.add("keys for an article", done["keys"] / options.items, "")
    report.add("waiting for the desk", done["waited"], "s")
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    raise SystemExit(main())
