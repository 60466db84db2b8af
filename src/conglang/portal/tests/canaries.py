"""People whose data are unlike any other, and the way of what they send: to be looked for afterwards."""

import re
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.apps import apps
from PIL import Image

from conglang.base.units.scope import everything
from conglang.citizens.cases.files import IncomingFile
from conglang.citizens.cases.models import Case
from conglang.citizens.cases.services import decide, show, work
from conglang.citizens.cases.tests.conftest import Commune, again, answered, case_of, do, sent
from conglang.citizens.questions.services.ask import Wording, ask
from conglang.kernel.ids import uuid7
from conglang.kernel.text import fold
from conglang.tools.media.tests import sounds
from conglang.tools.notify.services.follow_matters import follow_matters
from conglang.tools.notify.webpush import Device
from conglang.tools.vault.rules import Contact

LETTERS = "bcdghklmnpqrstvx"
MAY_HOLD = {
    "cases.case": {"text"},
    "questions.question": {"text"},
}
"""Columns for what people sent themselves; the vault's are sealed."""


@dataclass(frozen=True)
class Canary:
    """Somebody with data of an own pattern; no two are alike, and no prose has them by chance."""

    number: int

    @property
    def word(self) -> str:
        """A syllable that no other text has."""
        return "Quìj" + "".join(LETTERS[self.number >> 4 * place & 15] for place in range(4))

    @property
    def contact(self) -> Contact:
        """What goes to the vault."""
        return Contact(
            name=f"Lò Thị {self.word}", phone=f"0987 6{self.number:05}"[:12].strip(),
            email=f"{fold(self.word)}@thu.example", address=f"ngõ {self.word}",
            id_number=f"0012{self.number:08}",
        )  # fmt: skip

    @property
    def plate(self) -> str:
        """Of a motorcycle."""
        return f"20B1-{self.number // 100 % 1000:03}.{self.number % 100:02}"

    @property
    def text(self) -> str:
        """What somebody writes who does not think of others who read it."""
        who = self.contact
        return (
            f"Tôi là {who.name}, CCCD {who.id_number}, máy {who.phone}, thư {who.email}, ở {who.address}. "
            f"Xe {self.plate} sụt xuống hố ga vỡ trước chợ, đề nghị sửa."
        )

    @property
    def marks(self) -> tuple[str, ...]:
        """What may stand nowhere, as `plain` writes texts."""
        who = self.contact
        return (fold(self.word), plain(who.phone)[1:], who.id_number, plain(self.plate))

    def files(self) -> list[IncomingFile]:
        """A photo and a voice note whose makers wrote the name beside them."""
        photo, exif = BytesIO(), Image.Exif()
        exif[0x010F] = self.word
        exif.get_ifd(0x8825)[2] = (21.0, 2.0, 3.0)
        colour = (self.number % 256, self.number // 256 % 256, 90)
        Image.new("RGB", (64, 48), colour).save(photo, "JPEG", exif=exif, comment=self.word.encode())
        voice = sounds.mp3(self.word.encode() * 4) + sounds.FRAME * (self.number % 7)
        return [IncomingFile(f"{self.word}.jpg", photo), IncomingFile("loi.mp3", BytesIO(voice))]


def plain(text: str) -> str:
    """A text without accents, capitals, and signs within numbers and plates."""
    return re.sub(r"(?<=\w)[ .\-](?=\d)", "", fold(text))


def live_through(home: Commune, canary: Canary, device: Device | None, now: datetime) -> str:
    """From sending to the published answer, with a question beside it; the code of the case."""
    found = sent(
        home, text=canary.text, contact=canary.contact, category="drain", place=canary.contact.address,
        files=canary.files(), now=now, wants_public=True,
    )  # fmt: skip
    row = case_of(found)
    if device is not None:
        follow_matters(device=device, home_id=home.unit.pk, codes=[row.code], now=now)
    do(home.officer, decide.accept, row, now)
    do(home.officer, work.assign, row, now, department_id=home.works.pk)
    row = again(row)
    with everything("a canary"):
        photos = list(row.attachments.values_list("pk", flat=True))
    do(home.worker, show.propose_words, row, now, subject=row.subject, text=row.clean_text, photos=photos)
    with everything("a canary"):
        seen = show.words_hash(again(row))
    do(home.leader, show.put_out, row, now, seen=seen)
    answered(home, row, now)
    ask(unit_id=home.unit.pk, wording=Wording(canary.text, "", canary.contact), uid=uuid7(), now=now)
    return found.code


def tables() -> str:
    """Every row of the database as a text, without the columns that hold what people sent."""
    found = []
    with everything("canaries are looked for"):
        for model in apps.get_models():
            left_out = MAY_HOLD.get(model._meta.label_lower, set())
            columns = [each.attname for each in model._meta.concrete_fields if each.name not in left_out]
            found += [f"{model._meta.label} {row}" for row in model._base_manager.values(*columns).iterator()]
    return "\n".join(found)


def seen_in(text: str, canaries: list[Canary]) -> list[str]:
    """The marks that stand in a text."""
    searched = plain(text)
    return [mark for each in canaries for mark in each.marks if mark in searched]


def published(code: str) -> list[str]:
    """The public addresses about one case."""
    base = f"/phan-anh/cong-khai/{code}/"
    requests = (f"/open311/v2/requests/{code}.{form}" for form in ("json", "xml"))
    return [base, f"{base}anh/1/", f"/tra-ma/?ma={code}", *requests]


FEEDS = ("rss.xml", "atom.xml", "feed.json")
LISTS = (
    "/", "/phan-anh/", "/phan-anh/cong-khai/", "/phan-anh/cong-khai/phan-anh.json", "/hoi-dap/",
    *(f"{folder}{name}" for folder in ("/", "/phan-anh/cong-khai/", "/hoi-dap/") for name in FEEDS),
    "/sitemap.xml", "/sitemap-0.xml", "/du-lieu-mo/", "/open311/v2/requests.json",
    "/open311/v2/requests.xml", "/tim-kiem/?q=h%E1%BB%91+ga", "/luot-truy-cap/",
)  # fmt: skip
"""Addresses that name many things at once."""


def codes_of(home: Commune) -> list[str]:
    """The codes of all cases."""
    with everything("canaries are looked for"):
        return [row.printed_code for row in Case.objects.filter(unit=home.unit)]
