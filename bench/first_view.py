"""What a resident with a cheap phone on a slow line waits for: bytes, requests, largest paint, Lighthouse.

Bars, of the front page, a section and an item of the demonstration with pictures of real size, and of the
pages on which citizens write, look up, take part and pay, at 360 px: the first view fetches at most 60 KB
with at most 8 requests; at 400 kbit/s, 400 ms and a processor slowed down six times the largest contentful
paint comes within 2.5 s; Lighthouse 12.2 (median of five, its own phone) gives at least 90 for performance
and 100 for the rest.

Lighthouse is asked only where LIGHTHOUSE names its folder, the one in which somebody ran `npm install
lighthouse@12.2`. It is no part of the product and nothing depends on it. The demonstration asks search
engines to stay away, as its people are invented; so it is measured without its mark.

    ./dev bench first_view [--of portal|citizens] [--rounds 5] [--trial]
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from measuring.browsing import fetch
from measuring.installation import environment, scratch, serving
from measuring.report import Report

HOST, PROVINCE = "hoamau.songmau.localhost", "songmau.localhost"
CITIZENS = {
    "ways to tell": "/phan-anh/",
    "telling of something": "/phan-anh/gui/field/",
    "looking a code up": "/tra-ma/",
    "published cases": "/phan-anh/cong-khai/",
    "asking": "/hoi-dap/dat-cau-hoi/",
    "consultations": "/lay-y-kien/",
    "funds": "/dong-gop/",
}
MOST_KB, MOST_REQUESTS, MOST_LCP_MS = 60, 8, 2500
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWDOWN = 6
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
PICTURES_SECONDS, TRIES = 120, 3
LARGEST = """new Promise(tell => new PerformanceObserver(list => tell(list.getEntries().at(-1).startTime))
    .observe({type: "largest-contentful-paint", buffered: true}))"""
CATEGORIES = {"performance": 90, "accessibility": 100, "best-practices": 100, "seo": 100}
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
# the demonstration's settings without its mark
PLAIN_SETTINGS = "from conglang.config.settings.demo import *\n\nDEMO = False\n"


@contextmanager
def demonstration(folder: Path) -> Iterator[int]:
    """The port of a loaded demonstration without its mark, its pictures made."""
    (folder / "measured_settings.py").write_text(PLAIN_SETTINGS, "ascii")
    (folder / "data").mkdir()
    variables = environment(folder / "data")
    subprocess.run(
        [sys.executable, "-m", "conglang", "prepare-demo"],
        env=variables,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    path = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    variables |= {"DJANGO_SETTINGS_MODULE": "measured_settings", "PYTHONPATH": path}
    with serving(variables, folder / "log") as server:
        end = time.monotonic() + PICTURES_SECONDS
        while fetch(server.port, HOST, "/").text.count("banner-picture") < 6 and time.monotonic() < end:
            time.sleep(0.5)
        yield server.port


def pages(port: int, of: str) -> dict[str, str]:
    """Addresses of the pages that are measured; the item is the newest one of the section."""
    home = f"http://{HOST}:{port}"
    if of == "citizens":
        app = f"http://{PROVINCE}:{port}/ung-dung/"
        return {name: home + path for name, path in CITIZENS.items()} | {"the app": app}
    found = re.search(r'<main.*?href="(/tin-tuc/[^"/]+/)"', fetch(port, HOST, "/tin-tuc/").text, re.DOTALL)
    if found is None:
        raise SystemExit("the section shows no item")
    return {"front page": f"{home}/", "section": f"{home}/tin-tuc/", "item": home + found[1]}


def first_view(browser: Browser, address: str) -> tuple[int, int, float]:
    """Bytes, requests and milliseconds to the largest paint of a visitor who has nothing of it yet."""
    context = browser.new_context(**PHONE, locale="vi-VN")  # type: ignore[arg-type]
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    urls: dict[str, str] = {}
    sizes: dict[str, float] = {}
    session.on("Network.requestWillBeSent", lambda it: urls.update({it["requestId"]: it["request"]["url"]}))
    session.on("Network.loadingFinished", lambda it: sizes.update({it["requestId"]: it["encodedDataLength"]}))
    page.goto(address, wait_until="networkidle", timeout=60_000)
    largest = float(page.evaluate(LARGEST))
    context.close()
    fetched = [size for key, size in sizes.items() if size and urls.get(key, "").startswith("http")]
    return round(sum(fetched)), len(fetched), largest


def lighthouse(folder: Path, chromium: str, address: str, target: Path) -> dict[str, Any]:
    """Its report on the page, as data."""
    command = [
        "node", folder / "node_modules/lighthouse/cli/index.js", address, "--quiet",
        "--output=json", f"--output-path={target}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage",
    ]  # fmt: skip
    variables = os.environ | {"CHROME_PATH": chromium}
    for left in reversed(range(TRIES)):  # a recording may miss its beginning; it asks to be run again
        if subprocess.run(command, env=variables, check=not left).returncode == 0:
            break
    told: dict[str, Any] = json.loads(target.read_text("utf-8"))
    return told


def unmet(told: dict[str, Any]) -> Iterator[str]:
    """What keeps a category below 100, other than performance."""
    for name, category in told["categories"].items():
        for each in category["auditRefs"]:
            audit = told["audits"][each["id"]]
            if name != "performance" and each["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"{name}: {audit['title']}"


def main() -> int:
    """Each page in turn, round after round."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--of", choices=["portal", "citizens"], default="portal")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--trial", action="store_true", help="leave results.md alone")
    options = parser.parse_args()
    chromium = next(found for name in CHROMIUMS if (found := shutil.which(name)))
    tool = os.environ.get("LIGHTHOUSE", "")
    report = Report("first_view", "The first view on a cheap phone and a slow line", part=options.of)
    with scratch() as folder, demonstration(folder) as port:
        measured = pages(port, options.of)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            for name, address in measured.items():
                first_view(browser, address)  # the page is stored from now on, as it is for residents
                views = [first_view(browser, address) for _ in range(options.rounds)]
                report.add(f"{name}: fetched", [view[0] / 1024 for view in views], "KB", f"≤ {MOST_KB}")
                report.add(f"{name}: requests", [view[1] for view in views], "", f"≤ {MOST_REQUESTS}")
                report.add(f"{name}: largest paint", [view[2] for view in views], "ms", f"≤ {MOST_LCP_MS}")
            browser.close()
        for name, address in measured.items() if tool else ():
            told = [
                lighthouse(Path(tool), chromium, address, folder / "told.json") for _ in range(options.rounds)
            ]
            for category, least in CATEGORIES.items():
                scores = [round(100 * each["categories"][category]["score"]) for each in told]
                report.add(f"{name}: Lighthouse {category}", scores, "", f"≥ {least}")
            report.notes += [
                f"Lighthouse {told[0]['lighthouseVersion']}, {name}: {line}" for line in unmet(told[0])
            ]
    if not tool:
        report.notes.append("Lighthouse was not asked: no folder of it was named.")
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    sys.exit(main())
