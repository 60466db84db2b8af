"""The pages of a place that readers can judge and report from."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from conglang.citizens.consultations.models import Consultation
from conglang.citizens.payments.models import Fund
from conglang.citizens.questions.models import Answer
from conglang.content.budgets.models import BudgetItem
from conglang.content.calendars.models import Entry
from conglang.content.directory.models import ENTRIES
from conglang.content.documents.models import OfficialDocument
from conglang.content.postings.models import Posting
from conglang.tools.pages.models import Section

if TYPE_CHECKING:
    from tests.matrix.places import Place

NO_UID = "0" * 8 + "-0000-7000-8000-" + "0" * 12
NO_PAGE = f"van-ban/{NO_UID}/"
MODELS = (OfficialDocument, Posting, Answer, Consultation, Fund, BudgetItem, Entry, *ENTRIES)


def pages(place: "Place") -> list[str]:
    """Paths without the first slash of pages of every kind, those that are not public too."""
    section = place.things[Section][0].slug
    rows = [row for model in MODELS for row in place.things[model]]
    return [
        *(f"{section}/{row.slug}/" for row in place.articles.values()),
        *(row.get_absolute_url().removeprefix("/") for row in rows),
    ]


OWN: dict[str, Callable[["Place"], list[str]]] = {"page": pages}
