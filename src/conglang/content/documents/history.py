"""A document's life in the order of time, and what else it has to do with. Pure but for the words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from conglang.content.documents.labels import RELATIONS
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.queries import Relative
from conglang.content.documents.rules import CHANGING, ENDING, Relation

EVENTFUL = ENDING | CHANGING | {Relation.SUSPENDS, Relation.CORRECTS}
"""What changes another document's life; the rest only names it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened or will, with the other document if there is one (`text` or `document`)."""

    day: date | None
    words: str
    text: str = ""
    document: OfficialDocument | None = None
    url: str = ""


def history(
    item: OfficialDocument, relatives: Iterable[Relative], urls: Mapping[int, str]
) -> tuple[list[Moment], list[Moment]]:
    """Its life, the oldest moment first, and documents that it only names or that name it.

    `urls` has the page of each related document that this reader may open, by its key.
    """
    life = [Moment(item.issued_on, _("Issued"))] if item.issued_on else []
    if item.effective_on and item.effective_on != item.issued_on:
        life.append(Moment(item.effective_on, _("In force from this day")))
    named: list[Moment] = []
    for each in relatives:
        moment = _moment(item, each, urls)
        (life if each.relation in EVENTFUL else named).append(moment)
    if item.expired_on:
        life.append(Moment(item.expired_on, _("No longer in force")))
    return sorted(life, key=lambda each: each.day or date.max), named


def _moment(item: OfficialDocument, each: Relative, urls: Mapping[int, str]) -> Moment:
    acting = each.document if each.is_incoming else item
    day = acting.starts_on if each.relation in EVENTFUL and acting else each.day
    words = str(RELATIONS[each.relation][each.is_incoming])
    url = urls.get(each.document.pk, "") if each.document else ""
    return Moment(day, words, each.text or str(each.document or ""), each.document, url)
