"""What happens in the village's catalogue of what has to be public."""

import random
from collections.abc import Callable
from datetime import datetime
from typing import Any

from conglang.base.accounts.actor import Actor
from conglang.base.units.scope import everything
from conglang.content.disclosure.models import Entry, Heading
from conglang.content.disclosure.rules import FileKind
from conglang.content.disclosure.services.enter import enter
from conglang.content.disclosure.services.show import take_down_entry
from conglang.content.disclosure.subjects import subject_of
from conglang.content.newsroom.tests.conftest import Commune
from conglang.kernel.clock import local_day
from conglang.tools.pages.models import Section

HEADINGS = ("history", "nature", "catalogue")
PAGES = ("/cong-khai/", "/cong-khai/theo/luat-dan-chu-o-co-so/", "/cong-khai/lich-su/")
_CLERK = Actor.system("village")


class DisclosureDeeds:
    """Deeds of the people who keep the catalogue; each returns what to note of it."""

    random: random.Random
    now: datetime
    _place: Callable[[], Commune]
    _title: Callable[[], str]
    _any: Callable[[Any], Any]

    def addresses_of_disclosure(self) -> list[str]:
        """What is to be opened of it on a site."""
        return self.random.sample(PAGES, 2)

    def disclose(self) -> str:
        """A section is public under a heading."""
        place = self._place()
        with everything("tests"):
            row = self._any(Section.objects.filter(unit=place.unit))
            if row is None:
                return ""
            enter(
                by=_CLERK, unit_id=place.unit.pk, heading=self.random.choice(HEADINGS), now=self.now,
                subject=subject_of(row), made_on=local_day(self.now), files=[FileKind.PAGE],
                public_at=self.now,
            )  # fmt: skip
        return str(row)

    def take_out_of_catalogue(self) -> str:
        """Something was entered by mistake."""
        with everything("tests"):
            row = self._any(Entry.objects.filter(live=True))
            if row is None:
                return ""
            take_down_entry(by=_CLERK, entry_id=row.pk, reason="nhầm mục", now=self.now)
        return str(row)

    def reword_heading(self) -> str:
        """What the law is understood to ask is said in other words, for every site."""
        words = self._title()
        Heading.objects.filter(key=self.random.choice(HEADINGS)).update(what=words)
        return words
