"""What happens in the village besides its news: the template, the directory, other portals, readers."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from conglang.base.accounts.actor import Actor
from conglang.base.units.models import Department, Hamlet, HamletKind
from conglang.base.units.queries import predecessor_ids
from conglang.base.units.scope import everything, use_scope
from conglang.base.units.services.add_hamlet import HamletFacts
from conglang.base.units.services.change_department import change_department
from conglang.base.units.services.change_hamlet import change_hamlet
from conglang.content.directory.models import (
    ENTRIES,
    Business,
    BusinessKind,
    DepartmentPage,
    Entry,
    HamletPage,
    Official,
    OfficialGroup,
    ReceptionDesk,
)
from conglang.content.directory.services.write import edit_entry, write_entry
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.tests.conftest import Commune
from conglang.network.exchange.models import Feed, Use
from conglang.network.exchange.reading import Entry as OutsideEntry
from conglang.network.exchange.services.add_feed import add_feed
from conglang.network.exchange.services.confirm_feed import confirm_feed
from conglang.network.exchange.services.stop_feed import stop_feed
from conglang.network.exchange.services.take_entry import take_entry
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit
from conglang.tools.approval.services.withdraw import withdraw
from conglang.tools.opinions.models import Usefulness
from conglang.tools.opinions.rules import ReadPage
from conglang.tools.opinions.services.give_opinion import give_opinion
from conglang.tools.pages.layout import Adaptation, Row, Rule, Template, Wishes
from conglang.tools.pages.models import SectionKind
from conglang.tools.pages.refusals import ChangeRefused
from conglang.tools.pages.services.apply_change import apply_change
from conglang.tools.pages.services.propose_change import propose_change
from conglang.tools.pages.template import first_template

SYSTEM = Actor.system("village")
MOST_ENTRIES = 4  # of each unit
SECTIONS = (
    Row("news", "Tin tức", menu=True, rule=Rule.FREE, slug="news"),
    Row("about", "Giới thiệu", kind=SectionKind.PAGE, menu=True, rule=Rule.OPTIONAL, slug="about"),
    Row("all", "Tất cả", kind=SectionKind.GROUP, rule=Rule.FREE, slug="all"),
    Row("contacts", "Danh bạ", menu=True, rule=Rule.OPTIONAL, slug="lien-he"),
    Row("businesses", "Doanh nghiệp", rule=Rule.FREE, slug="lam-an"),
    Row("health", "Sức khỏe", rule=Rule.OPTIONAL, slug="health"),
)


class SiteDeeds:
    """Deeds of a village; each returns what to note of it."""

    random: random.Random
    now: datetime
    units: dict[str, Commune]
    _place: Callable[[], Commune]
    _title: Callable[[], str]
    _any: Callable[[Any], Any]

    def settle_directory(self) -> None:
        """What entries are about."""
        with everything("tests"):
            for place in self.units.values():
                Department.objects.create(unit=place.unit, name="Phòng Kinh tế")
                Hamlet.objects.create(unit=place.unit, kind=HamletKind.THON, name="Đông")

    def addresses_of_sites(self, unit_id: int) -> list[str]:
        """What is to be opened of the directory on the unit's site."""
        units = [unit_id, *predecessor_ids(unit_id)]
        rows: list[Entry] = []
        for model in ENTRIES:
            rows += model.objects.filter(unit__in=units, live=True)
        paths = sorted({row.get_absolute_url() for row in rows})
        return ["/danh-ba/", "/doanh-nghiep/", *self.random.sample(paths, min(2, len(paths)))]

    # --- template and layout ---

    def lay_down_template(self) -> str:
        """The province has other sections in another order."""
        rows = [replace(row, title=self._title()) if self._maybe(0.2) else row for row in SECTIONS]
        rows = [row for row in rows if self._maybe(0.85)]
        self.random.shuffle(rows)
        blocks = [replace(row, rule=Rule.FREE) for row in first_template().blocks if self._maybe(0.8)]
        self.random.shuffle(blocks)
        template = Template(tuple(rows), tuple(blocks))
        return self._change(self.units["province"], "template", template.as_data())

    def adapt_site(self) -> str:
        """A unit hides and renames sections, adds one, and rearranges its front page."""
        own = Row("own-cho", self._title(), rule=Rule.FREE, slug="cho")
        keys = [row.key for row in SECTIONS]
        blocks = [row.key for row in first_template().blocks]
        self.random.shuffle(keys)
        self.random.shuffle(blocks)
        hidden, away = (tuple(key for key in each if self._maybe(0.2)) for each in (keys, blocks))
        sections = Wishes(
            titles={"news": self._title()}, hidden=hidden, orders={"": tuple(keys)},
            own=(own,) if self._maybe(0.5) else (),
        )  # fmt: skip
        wishes = Adaptation(sections, Wishes(hidden=away, orders={"": tuple(blocks)}))
        return self._change(self._place(), "sections", wishes.as_data())

    def _change(self, place: Commune, kind: str, content: Any) -> str:
        """Two people decide; what they are advised against they leave."""
        try:
            with everything("tests"):
                change = propose_change(
                    by=SYSTEM, unit_id=place.unit.pk, kind=kind, content=content, now=self.now
                )
            with use_scope(place.head.scope):
                apply_change(by=place.head, change=change, seen=change.sha256, now=self.now)
        except (ValidationError, ChangeRefused) as refusal:
            return f"refused: {refusal}"
        return place.unit.name

    # --- directory ---

    def enter(self) -> str:
        """Somebody or something comes into the directory."""
        place = self._place()
        model = self.random.choice([Official, Official, Business, ReceptionDesk, DepartmentPage, HamletPage])
        rows = self._rows(model, place)
        is_one_only = model in {DepartmentPage, HamletPage} and rows
        if is_one_only or len(rows) >= MOST_ENTRIES:
            return self.correct_entry()
        with use_scope(place.writer.scope):
            entry = write_entry(
                by=place.writer,
                model=model,
                unit_id=place.unit.pk,
                values=self._values(model, place),
                now=self.now,
            )
        return self._decided(entry, place)

    def correct_entry(self) -> str:
        """An entry says something else, or goes away."""
        place = self._place()
        entry = self._any([row for model in ENTRIES for row in self._rows(model, place)])
        if entry is None:
            return ""
        if entry.live and self._maybe(0.3):
            with use_scope(place.head.scope):
                withdraw(item=entry, by=place.head, now=self.now, reason="Gỡ để sửa")
            return f"without {entry.pk}"
        with use_scope(place.writer.scope):
            edit_entry(
                by=place.writer,
                entry=entry,
                expected_version=entry.version,
                values=self._values(type(entry), place),
                now=self.now,
            )
        return self._decided(entry, place) if self._maybe(0.8) else "a draft"

    def rename_parts(self) -> str:
        """A department and a hamlet are called otherwise."""
        place, name = self._place(), self._title()
        with everything("tests"):
            department, hamlet = self._department(place), self._hamlet(place)
            change_department(department=department, name=f"Phòng {name}", by=SYSTEM, now=self.now)
            facts = HamletFacts(kind=HamletKind.THON, name=name)
            change_hamlet(hamlet=hamlet, facts=facts, by=SYSTEM, now=self.now)
        return name

    def _values(self, model: type[Entry], place: Commune) -> dict[str, Any]:
        words = self._title()
        with everything("tests"):
            department, hamlet = self._department(place), self._hamlet(place)
        if model is Official:
            group = self.random.choice(list(OfficialGroup))
            return {
                "full_name": words.title(), "post": words, "group": group, "duties": words,
                "department": self.random.choice([department, None]),
                "hamlet": self.random.choice([hamlet, None]),
                "is_spokesperson": self._maybe(0.3),
            }  # fmt: skip
        if model is Business:
            kind = self.random.choice(list(BusinessKind))
            return {"name": words, "kind": kind, "place": words, "hamlet": hamlet}
        return {
            ReceptionDesk: {"name": words, "place": words, "hours": "7:30", "rules": words},
            DepartmentPage: {"department": department, "functions": words},
            HamletPage: {"hamlet": hamlet, "about": words},
        }[model]

    def _decided(self, entry: Entry, place: Commune) -> str:
        with use_scope(place.writer.scope):
            submit(item=entry, by=place.writer, now=self.now)
        with use_scope(place.head.scope):
            row = type(entry).objects.get(pk=entry.pk)
            seen = standing(place.head, row, now=self.now).content
            approve(item=row, expected_hash=seen, by=place.head, now=self.now)
        return f"{type(entry).__name__} {entry.pk}"

    def _rows(self, model: Any, place: Commune) -> list[Any]:
        with everything("tests"):
            return list(model.objects.filter(unit=place.unit).order_by("pk"))

    def _department(self, place: Commune) -> Department:
        return Department.objects.get(unit=place.unit)

    def _hamlet(self, place: Commune) -> Hamlet:
        return Hamlet.objects.get(unit=place.unit)

    # --- other portals, readers ---

    def hear_outside(self) -> str:
        """A feed is added, brings an item or says one anew, or is read no longer."""
        place = self._place()
        address = f"https://tin.example/{place.unit.pk}"
        with everything("tests"):
            feed = Feed.objects.filter(unit=place.unit, stopped_at=None).first()
            if feed is None:
                feed = add_feed(
                    by=place.head,
                    unit_id=place.unit.pk,
                    name="Báo",
                    url=address,
                    use=Use.LINKS,
                    section_id=None,
                    now=self.now,
                )
                confirm_feed(by=place.leader, feed=feed, now=self.now)
                return "added"
            if self._maybe(0.2):
                stop_feed(by=place.head, feed=feed, now=self.now)
                return "stopped"
            identity = f"{feed.pk}-{self.random.randint(1, 3)}"
            said = OutsideEntry(identity, f"{address}/{identity}", self._title(), "", "", self.now)
            with transaction.atomic():
                return take_entry(feed=feed, entry=said, by=SYSTEM, now=self.now)

    def say_opinion(self) -> str:
        """Somebody reads an item and says whether it helped: no page shows that."""
        with everything("tests"):
            item = self._any(list(Article.objects.filter(live=True).select_related("section").order_by("pk")))
        if item is not None:
            page = ReadPage(item.unit_id, item.uid, item.get_absolute_url(), item.title)
            give_opinion(page=page, answer=Usefulness.PARTLY, words="Chữ nhỏ", now=self.now)
        return str(item or "")

    def _maybe(self, likely: float) -> bool:
        return self.random.random() < likely
