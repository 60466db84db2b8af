"""What readers do with a page of any kind: by what stands on it they judge it, report, and take it along."""

from typing import Any

from bs4 import BeautifulSoup

from conglang.base.accounts.tests.villages import visit
from conglang.base.units.scope import everything
from conglang.tools.opinions.models import PageOpinion, PageReport


def report_from(path: str) -> PageReport:
    """What the desk gets when a reader follows the page's own link and says what is wrong."""
    link = str(_one(_page(path), "a[href$='/bao-loi/']")["href"])
    assert visit(link).status_code == 200
    sent = visit(link, {"noi_dung": "Sai số điện thoại", "lien_he": ""})
    assert (sent.status_code, len(sent.cookies)) == (302, 0)
    with everything("tests"):
        report: PageReport = PageReport.objects.get()
    assert report.path == path
    return report


def judge(path: str) -> PageOpinion:
    """What is counted when a reader answers the question on a page, which can be heard and shared as well."""
    page = _page(path)
    assert _one(page, "[data-listen]")["data-listen"] == "vi"
    assert visit(str(_one(page, ".qr img")["src"]))["Content-Type"] == "image/svg+xml"
    assert path in _one(page, "#page-citation").text
    form = _one(page, "section.opinion form")
    assert form.select("[name=csrfmiddlewaretoken]") == []  # a stored page is the same for everybody
    assert visit(str(form["action"]), {"huu_ich": "partly", "y_kien": ""}).status_code == 302
    with everything("tests"):
        opinion: PageOpinion = PageOpinion.objects.get()
    assert (opinion.path, opinion.partly) == (path, 1)
    return opinion


def _page(path: str) -> BeautifulSoup:
    answer = visit(path)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.content.decode(), "html.parser")


def _one(page: BeautifulSoup, selector: str) -> Any:
    [found] = page.select(selector)
    return found
