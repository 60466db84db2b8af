"""How long what is personal of a case is kept after its end; part of services."""

from datetime import datetime

from conglang.citizens.cases.models import Case, Kind
from conglang.citizens.cases.rules import FINAL, Outcome, Process
from conglang.citizens.cases.services.wipe import remove_hidden, wipe
from conglang.kernel.clock import local_day
from conglang.tools.vault.services.erase import CONTACT
from conglang.tools.vault.services.expire import lift_expiry, set_expiry
from conglang.tools.vault.shredders import shreds
from conglang.tools.vault.terms import expires_on

WORDS, PHOTOS = "cases.words", "cases.photos"
_TERMS = {WORDS: "own_text", PHOTOS: "original_photo", CONTACT: "contact"}


def keep_until_term(case: Case, now: datetime) -> None:
    """Set the days on which words, photos and contact go, or lift them while the case is not at its end."""
    process = Process(case.process)
    keys = {WORDS: str(case.pk)} | ({CONTACT: str(case.sender_id)} if case.sender_id else {})
    if case.attachments.filter(kind=Kind.PHOTO).exists():
        keys[PHOTOS] = str(case.pk)
    for kind, key in keys.items():
        if process in FINAL:
            on = expires_on(_term(case, kind), local_day(now))
            set_expiry(unit_id=case.unit_id, kind=kind, key=key, label=case.printed_code, on=on)
        else:
            lift_expiry(unit_id=case.unit_id, kind=kind, key=key)


def _term(case: Case, kind: str) -> str:
    if case.outcome == Outcome.SPAM:
        return "spam"
    if case.process == Process.REFUSED and kind != PHOTOS:
        return "refused"
    return _TERMS[kind]


@shreds(WORDS)
def shred_words(key: str, now: datetime) -> None:
    """The original words and files whose term is over."""
    case = Case.objects.filter(pk=key, erased_at=None).first()
    if case is not None:
        wipe(case, now)


@shreds(PHOTOS)
def shred_photos(key: str, _now: datetime) -> None:
    """The photos as they were sent; what was chosen for the public stays as it was covered."""
    case = Case.objects.filter(pk=key).first()
    if case is not None:
        remove_hidden(case, case.attachments.filter(kind=Kind.PHOTO))
