"""What the village's province puts on the sites below, and what the communes make of it."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.tests.conftest import Commune
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit
from conglang.tools.distribution.channels import channels_for
from conglang.tools.distribution.models import Line, LocalRemark
from conglang.tools.distribution.services.follow import follow, turn_due
from conglang.tools.distribution.services.receive import refuse, take, write_remark
from conglang.tools.distribution.services.set_sheet import set_sheet


class DistributionDeeds:
    """Deeds around the sheets of the province's articles; each returns what to note of it."""

    random: random.Random
    now: datetime
    units: dict[str, Commune]
    _articles: Callable[..., list[Article]]
    _publish: Callable[[Any, Commune], str]
    _title: Callable[[], str]
    _any: Callable[[Any], Any]

    def addresses_put_here(self, unit_id: int) -> list[str]:
        """Pages of others' items on the unit's site, those that were taken off too."""
        keys = Line.objects.filter(unit=unit_id).exclude(sender=unit_id).values_list("object_id", flat=True)
        rows = Article.objects.filter(pk__in=list(keys)).select_related("section")
        return [row.get_absolute_url() for row in rows]

    def hand_down(self) -> str:
        """An article of the province goes to other units than before, or to none."""
        place = self.units["province"]
        item = self._any(self._articles(place, live=True, translation_of=None))
        if item is None:
            return ""
        with use_scope(place.desk.scope):
            newest = item.get_latest_revision_as_object()
            if not any(way.asks(newest) for way in channels_for(newest)):  # a standing page stays at home
                return ""
        below = [self.units[key].unit.pk for key in ("commune", "old") if self.random.random() < 0.7]
        given: dict[str, Any] = {"units": below, "section": self.random.choice(["", "news"])}
        if self.random.random() < 0.3:
            given["ends_at"] = (self.now + timedelta(hours=self.random.randint(1, 5))).isoformat()
        with use_scope(place.desk.scope):
            version, sheet = item.latest_revision_id, {"portal": given if below else {}}
            row = set_sheet(by=place.desk, item=item, sheet=sheet, expected_version=version, now=self.now)
        if row.latest_revision_id == version:
            return "as before"
        said = self._publish(item, place)
        self.follow_lines()
        return said

    def follow_lines(self) -> str:
        """What the outbox and the clock do."""
        with everything("tests"):
            for key in Article.objects.values_list("pk", flat=True):
                follow(label=Article._meta.label_lower, object_id=key, now=self.now)
        return f"{turn_due(now=self.now)} turned"

    def refuse_or_take(self) -> str:
        place = self.units["commune"]
        line = self._line(place)
        if line is None:
            return ""
        with use_scope(place.head.scope):
            if line.refused_at is None:
                refuse(by=place.head, line_id=line.pk, reason=self._title(), now=self.now)
            else:
                take(by=place.head, line_id=line.pk, now=self.now)
        return str(line)

    def add_remark(self) -> str:
        place = self.units["commune"]
        line = self._line(place)
        if line is None:
            return ""
        with use_scope(place.writer.scope):
            row = LocalRemark.objects.filter(line=line).first()
            version = row.latest_revision_id if row else None
            remark = write_remark(
                by=place.writer, line_id=line.pk, title="Bài", text=self._title(), expected_version=version,
                now=self.now,
            )  # fmt: skip
            submit(item=remark, by=place.writer, now=self.now)
        with use_scope(place.head.scope):
            seen = standing(place.head, remark, now=self.now).content
            approve(item=remark, expected_hash=seen, by=place.head, now=self.now)
        return remark.text

    def _line(self, place: Commune) -> Line | None:
        with use_scope(place.head.scope):
            rows = Line.objects.filter(unit=place.unit, channel="portal").exclude(sender=place.unit)
            found: Line | None = self._any(list(rows))
        return found
