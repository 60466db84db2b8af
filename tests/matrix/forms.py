"""The forms of a page as a browser would send them, and the same with other people's keys in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from lxml import etree
from lxml import html as markup
from wagtail.models import Revision

from conglang.base.accounts.models import Membership, User
from conglang.base.duties.models import Duty
from conglang.base.units.models import Department, Hamlet, Unit
from conglang.citizens.cases.models import Attachment, Case, Denunciation, RoutingRule
from conglang.citizens.payments.models import ReceivingAccount, Spending
from conglang.citizens.questions.models import Answer
from conglang.content.budgets.models import BudgetEvent
from conglang.content.calendars.models import Entry
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.themes import Theme
from conglang.content.royalties.models import Paid
from conglang.content.supervision.models import Checked
from conglang.tools.mailbox.models import KnownSender
from conglang.tools.media.models import Document, Image
from conglang.tools.pages.models import Section
from tests.matrix.places import Place, jpeg

# what is chosen in a field, by its name; a number in a field that is not listed here fails the matrix
CHOSEN: dict[str, type[Model]] = {
    "section": Section,
    "lead": Image,
    "row": Image,  # of the pictures; rows of other lists have names
    "department": Department,
    "hamlet": Hamlet,
    "unit": Unit,
    "units": Unit,
    "thon": Hamlet,
    "don-vi": Unit,
    "holder": Unit,
    "case": Case,
    "rule": RoutingRule,
    "line": Denunciation,
    "photos": Attachment,
    "issuer": Unit,
    "chuyen-muc": Section,
    "membership": Membership,
    "receiver": User,
    "person": User,
    "author": User,
    "document": Document,
    "remove_files": Document,
    "entry_id": Entry,
    "event": BudgetEvent,
    "department_id": Department,
    "duty": Duty,
    "translation_of": Article,
    "original": Article,
    "article": Article,
    "payment": Paid,
    "account": ReceivingAccount,
    "replaces": ReceivingAccount,
    "spending": Spending,
    "sender": KnownSender,
    "theme": Theme,
    "answer": Answer,
    "inspector": User,
    "muc": Checked,
    "revision_id": Revision,
    "before": Revision,
    "after": Revision,
}
# numbers that name no row: counts, positions, the state of a wizard
NUMBERS = {"body-count", "loaded_revision_id", "overwrite_revision_id", "version", "seen"}
NUMBERS |= {"lua_chon", "bank"}  # the place of a choice in a poll, the number of a bank
NUMBERS |= {"thang", "quarter", "size"}  # a month, a quarter of the year, how many are drawn
NUMBERS |= {"year", "count", "hours", "item", "nam", "ngay", "days"}
NUMBERS |= {"TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS"}  # of a formset
NUMBERS |= {"left", "top", "width", "height"}  # of a box over a photo
TYPED = {
    "email": "moi@vidu.example",
    "date": "2026-12-01",
    "time": "08:00",
    "datetime-local": "2026-12-01T08:00",
    "number": "1",
    "url": "https://vidu.example/",
    "tel": "0900000000",
    "password": "bốn con trâu ăn cỏ",
}
TEXT = "Chữ gõ thử"


@dataclass
class Form:
    """Where a form goes and what it sends; `chosen` are the fields whose values are keys."""

    action: str
    method: str
    data: dict[str, Any] = field(default_factory=dict)
    chosen: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # numbers of which nothing is declared
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def with_keys_of(self, place: Place) -> dict[str, Any] | None:
        """The data with the place's keys wherever a key is chosen; None where nothing is chosen."""
        if not self.chosen:
            return None
        return self.data | {name: str(place.things[CHOSEN[_plain(name)]][0].pk) for name in self.chosen}

    def with_keys_of_nothing(self) -> dict[str, Any]:
        return self.data | dict.fromkeys(self.chosen, "987654321")

    def variants(self) -> Iterator[dict[str, Any]]:
        """Sent by Enter, and by each of the buttons that say something."""
        yield self.data
        for name, value in self.buttons:
            yield self.data | {name: value}


def forms_of(html: str, path: str) -> list[Form]:
    page = markup.document_fromstring(html) if html.strip() else None
    return [] if page is None else [_form(tag, path) for tag in page.iter("form")]


BLOCKS = etree.XPath(".//*[contains(concat(' ', normalize-space(@data-controller), ' '), ' w-block ')]")


def _form(tag: markup.HtmlElement, path: str) -> Form:
    parts = urlsplit(urljoin(path, tag.get("action", "")))
    form = Form(parts.path + (f"?{parts.query}" if parts.query else ""), tag.get("method", "get").lower())
    for each in tag.iter("input", "select", "textarea", "button"):
        name, kind = each.get("name", ""), each.get("type") or each.tag
        if not name or "disabled" in each.attrib or name == "csrfmiddlewaretoken":
            continue
        if kind in {"submit", "button", "image"} or each.tag == "button":
            form.buttons.append((name, each.get("value", "")))
        else:
            _take(form, each, name, kind)
    for block in BLOCKS(tag):
        # the body of an article is drawn by a script; without it, an empty one is sent
        form.data[f"{block.get('id')}-count"] = "0"
    return form


def _take(form: Form, tag: markup.HtmlElement, name: str, kind: str) -> None:
    value: Any
    if kind in {"checkbox", "radio"}:
        if name in form.data and "checked" not in tag.attrib:
            return
        value = tag.get("value", "on")
        if kind == "checkbox" and "checked" not in tag.attrib:
            value = [value]
    elif tag.tag == "select":
        options = [(each.get("value", each.text_content()), each.attrib) for each in tag.iter("option")]
        marked = [each for each, attributes in options if "selected" in attributes]
        value = next((each for each in [*marked, *(each for each, _ in options)] if each), "")
    elif kind == "file":
        value = _file(tag.get("accept", ""))
    else:
        value = tag.get("value", "") if tag.tag == "input" else tag.text_content()
        value = value.strip() or ("" if kind == "hidden" else TYPED.get(kind, TEXT))
    form.data[name] = value
    if kind in {"select", "hidden", "radio", "checkbox"}:
        if _plain(name) in CHOSEN:
            form.chosen.append(name)
        elif str(value).isdigit() and _plain(name) not in NUMBERS:
            form.unknown.append(name)


def _plain(name: str) -> str:
    return name.rpartition("-")[2] if name not in CHOSEN and "-" in name else name


def _file(accept: str) -> SimpleUploadedFile:
    if "image/jpeg" in accept and "doc" not in accept:
        return SimpleUploadedFile("anh.jpg", jpeg("yellow", 7).read(), "image/jpeg")
    return SimpleUploadedFile("bai.txt", "Bài gõ thử\n\nMột đoạn văn.".encode(), "text/plain")
