"""What happens in the village's register of documents."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from conglang.base.units.queries import predecessor_ids
from conglang.base.units.scope import everything, use_scope
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.rules import Relation, Tie, stored_ties
from conglang.content.documents.services.follow import follow_relations
from conglang.content.documents.services.write import edit_document, write_document
from conglang.content.newsroom.tests.conftest import Commune
from conglang.kernel.clock import local_day
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.approve import approve
from conglang.tools.approval.services.submit import submit
from conglang.tools.approval.services.withdraw import withdraw
from conglang.tools.media.models import Document
from conglang.tools.media.services.store import store_document

MOST_DOCUMENTS = 3  # of each unit
LISTS = ("/van-ban/", "/van-ban/rss.xml", "/van-ban/?loai=ke-hoach", "/van-ban/?hieu-luc=het-hieu-luc")


class DocumentDeeds:
    """Deeds of the people who keep the register; each returns what to note of it."""

    random: random.Random
    now: datetime
    units: dict[str, Commune]
    _place: Callable[[], Commune]
    _title: Callable[[], str]
    _any: Callable[[Any], Any]

    def addresses_of_documents(self, unit_id: int) -> list[str]:
        """What is to be opened of the register on the unit's site."""
        rows = OfficialDocument.objects.filter(unit__in=[unit_id, *predecessor_ids(unit_id)], live=True)
        paths = sorted(row.get_absolute_url() for row in rows)
        return [*self.random.sample(LISTS, 2), *self.random.sample(paths, min(2, len(paths)))]

    def issue_document(self) -> str:
        place = self._place()
        if len(self._documents(place)) >= MOST_DOCUMENTS:
            return self.correct_document()
        with use_scope(place.writer.scope):
            row = write_document(
                by=place.writer,
                unit_id=place.unit.pk,
                values=self._document_values(place) | {"code": f"{self.random.randint(1, 9999)}/KH-UBND"},
                files=[self._signed_file(place)],
                now=self.now,
            )
        return self._public(row, place)

    def correct_document(self) -> str:
        """A document says something else, or stays a draft of that."""
        place = self._place()
        row = self._any(self._documents(place))
        if row is None:
            return ""
        with use_scope(place.writer.scope):
            edit_document(
                by=place.writer,
                document=row,
                expected_version=row.version,
                values=self._document_values(place, row),
                files=row.documents,
                now=self.now,
            )
        return self._public(row, place) if self.random.random() < 0.7 else f"a draft of {row}"

    def withdraw_document(self) -> str:
        place = self._place()
        row = self._any([row for row in self._documents(place) if row.live])
        if row is None:
            return ""
        with use_scope(place.head.scope):
            withdraw(item=row, by=place.head, now=self.now, reason="Nhầm bản")
        follow_relations(document_id=row.pk)
        return f"without {row}"

    def _document_values(self, place: Commune, row: OfficialDocument | None = None) -> dict[str, Any]:
        other = self._any([each for each in self._documents(place) if row is None or each.pk != row.pk])
        relation = self.random.choice([Relation.REPLACES, Relation.AMENDS, Relation.REFERS])
        ties = [Tie(relation, other.code, str(other.uid))] if other and self.random.random() < 0.6 else []
        ahead = self.random.choice([None, timedelta(days=self.random.randint(-2, 3))])
        day = local_day(self.now)
        return {
            "kind": "ke-hoach",
            "issuer_name": f"Ủy ban nhân dân {self._title()}",
            "issuer": place.unit,
            "signer": self._title().title(),
            "issued_on": day - timedelta(days=3),
            "effective_on": day + ahead if ahead is not None else None,
            "abstract": self._title(),
            "text": self._title(),
            "relations": stored_ties(ties),
            "disclosure": "open",
            "disclosure_ground": "Điều 17",
        }

    def _public(self, row: OfficialDocument, place: Commune) -> str:
        with use_scope(place.writer.scope):
            submit(item=OfficialDocument.objects.get(pk=row.pk), by=place.writer, now=self.now)
        with use_scope(place.head.scope):
            stored = OfficialDocument.objects.get(pk=row.pk)
            seen = standing(place.head, stored, now=self.now).content
            approve(item=stored, expected_hash=seen, by=place.head, now=self.now)
        follow_relations(document_id=row.pk)
        return str(row)

    def _documents(self, place: Commune) -> list[OfficialDocument]:
        with everything("tests"):
            return list(OfficialDocument.objects.filter(unit=place.unit).order_by("pk"))

    def _signed_file(self, place: Commune) -> Document:
        """The same one for all, because the guards read each file once."""
        file = BytesIO(b"%PDF-1.4 van ban")
        return store_document(by=place.writer, unit_id=place.unit.pk, file=file, title="Ban ky", now=self.now)
