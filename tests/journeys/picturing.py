"""Take the pictures of the guides anew from a demonstration: `./dev pictures`."""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Error, Page, sync_playwright

from conglang.workspace.guides import PICTURE_SIZE, PICTURES, Step, guides
from tests.journeys.officials import DESK, sign_in
from tests.running import Demo

# who shows what each guide is about; roles without an account in the demonstration have a colleague's screens
PEOPLE = {
    "viet-bai": "ctv.hoamau",
    "ky-truoc": "truongphong.hoamau",
    "tham-dinh": "bientap.hoamau",
    "thu-ky": "thuky.hoamau",
    "phe-duyet": "truongban.hoamau",
    "quan-tri": "quantri.hoamau",
    "kiem-tra": "kiemtoan.songmau",
    "an-ninh": "truongban.hoamau",
    "dai-truyen-thanh": "truongban.hoamau",
    "moi-nguoi": "thuky.hoamau",
    "van-thu": "thuky.hoamau",
    "tiep-nhan": "tiepnhan.hoamau",
    "ke-toan": "lanhdao.hoamau",
    "thu-thap": "truongban.hoamau",
}
WIDTH, HEIGHT = PICTURE_SIZE
SCREEN = {"width": 960, "height": 540}  # what is shown of it is this, made smaller
MARK = """node => {
    node.style.outline = "4px solid #b91c1c"; node.style.outlineOffset = "3px";
    node.scrollIntoView({block: "center", inline: "nearest"});
}"""


def take(page: Page, demo: Demo, step: Step) -> bytes:
    """The picture of a step as WebP."""
    page.goto(demo.at(DESK, step.at))
    for place in step.click:
        page.locator(place).first.click()
        page.wait_for_load_state()
    page.locator(step.mark).locator("visible=true").first.evaluate(MARK)
    picture = (
        Image.open(BytesIO(page.screenshot()))
        .convert("RGB")
        .resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    )
    data = BytesIO()
    picture.save(data, "WEBP", quality=45, method=6)
    return data.getvalue()


def main(demo: Demo, wanted: set[str]) -> int:
    """Take the pictures of these guides, of all where none is named; returns how many could not be taken."""
    failed, pages = 0, dict[str, Page]()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for guide in guides():
            if wanted and guide.key not in wanted:
                continue
            name = PEOPLE[guide.key]
            if name not in pages:
                pages[name] = browser.new_context(locale="vi-VN", viewport=SCREEN).new_page()  # type: ignore[arg-type]
                pages[name].set_default_timeout(15_000)
                sign_in(pages[name], demo, name)
            for step in guide.steps:
                target = PICTURES / step.picture
                target.parent.mkdir(exist_ok=True)
                try:
                    target.write_bytes(take(pages[name], demo, step))
                except Error as error:
                    failed += 1
                    print(f"{step.picture}: {error.message.splitlines()[0]}", file=sys.stderr)  # noqa: T201
        browser.close()
    return failed


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, Demo.started(Path(folder) / "data") as demo:
        sys.exit(main(demo, set(sys.argv[1:])))
