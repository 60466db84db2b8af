"""Teach the installation which words of people and of offices mean the same, and which no longer do."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from conglang.base.ledger.audit import record
from conglang.base.units.authority import Authority, require_manage
from conglang.kernel.clock import local_day
from conglang.kernel.text import one_line
from conglang.tools.search.models import Synonym
from conglang.tools.search.question import LONGEST_PHRASE
from conglang.tools.search.words import words

MOST_LETTERS = 80


class NotASynonym(ValueError):
    """The two sides cannot stand for each other; the text tells people why."""


@transaction.atomic
def add_synonym(*, said: str, means: str, by: Authority, now: datetime) -> Synonym:
    """Let either side find the other from today; a pair that is in force stays as it is.

    Raises NotASynonym for what cannot be matched, PermissionDenied unless a province administrator asks.
    """
    require_manage(by, by.unit_id)
    sides = [one_line(side) for side in (said, means)]
    folded = [" ".join(words(side)) for side in sides]
    if not all(folded) or folded[0] == folded[1]:
        raise NotASynonym(_("The two sides must be different words; marks alone make no difference."))
    if len(folded[0].split()) > LONGEST_PHRASE or max(map(len, sides)) > MOST_LETTERS:
        raise NotASynonym(_("People's words may be five at most. Please choose shorter ones."))
    known = Synonym.objects.filter(said_words=folded[0], means_words=folded[1], valid_to=None).first()
    if known:
        return known
    row = Synonym.objects.create(said=sides[0], means=sides[1], valid_from=local_day(now))
    record("search.synonym_added", row, by=by, now=now, said=row.said, means=row.means)
    return row


@transaction.atomic
def end_synonym(*, said: str, means: str, by: Authority, now: datetime) -> int:
    """Let the pair count no longer from today; returns how many ended. A repeated call changes nothing.

    Raises PermissionDenied unless a province administrator asks.
    """
    require_manage(by, by.unit_id)
    today: date = local_day(now)
    rows = Synonym.objects.filter(
        said_words=" ".join(words(said)), means_words=" ".join(words(means)), valid_to=None
    )
    ended = list(rows)
    for row in ended:
        row.valid_to = max(today, row.valid_from)
        row.save(update_fields=["valid_to"])
        record("search.synonym_ended", row, by=by, now=now, said=row.said, means=row.means)
    return len(ended)
