"""The portal as a channel: pages of the own site and of units below, and the feeds of each."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.base.units.models import Site, Unit
from conglang.base.units.queries import descendants, units_in_force
from conglang.content.budgets.models import BudgetItem
from conglang.content.documents.models import OfficialDocument
from conglang.content.newsroom.models import Article
from conglang.content.postings.models import Posting
from conglang.kernel.clock import local_day, now
from conglang.portal.communes import tab_path
from conglang.portal.probing import address_of, look
from conglang.tools.approval.publishable import Publishable
from conglang.tools.distribution.channels import Ask, Found, Planned, Sheet, register
from conglang.tools.distribution.queries import PORTAL
from conglang.tools.distribution.services.set_sheet import window_of
from conglang.tools.pages.models import SectionKind

WITH_PAGES = (Article, OfficialDocument, Posting, BudgetItem)


class Pages:
    """The item's page. It stands on the own site by itself, and on those of chosen units below."""

    key = PORTAL
    name: Promise = _("Websites")
    about: Promise = _("The own site always; sites of the communes where you choose them. Nothing is copied.")

    def carries(self, item: Publishable) -> bool:
        """Whatever has a page of its own."""
        return isinstance(item, WITH_PAGES)

    def asks(self, item: Publishable) -> frozenset[Ask]:
        """Articles of lists can stand on other sites too; a standing page is each site's own."""
        asks = {Ask.UNITS, Ask.SECTION, Ask.TIMES}
        return frozenset(asks if _is_listed(item) and self.units(item).exists() else ())

    def units(self, item: Publishable) -> Any:
        """Every unit below."""
        unit = Unit.objects.get(pk=item.unit_id)
        return units_in_force(local_day(now())) & descendants(unit)

    def plan(self, item: Publishable, sheet: Sheet) -> Iterable[Planned]:
        """The own page for as long as the item is public, the others in their time."""
        chosen = sheet.get(self.key, {})
        yield Planned(item.unit_id)
        if isinstance(item, Article) and _is_listed(item):
            options = {"section": chosen.get("section") or item.section.key}
            for unit_id in chosen.get("units", ()):
                yield Planned(unit_id, window_of(chosen), options)

    def look(self, item: Publishable, unit: Unit) -> Found:
        """Fetch the page as visitors of the unit do."""
        return _look(unit, item.get_absolute_url())


class Feeds:
    """The feeds of every site that shows the item; others take it from there, as far as they may."""

    key = "feeds"
    name: Promise = _("Feeds and open data")
    about: Promise = _(
        "Wherever the item has its page, by itself. They say whether it may be used elsewhere."
    )

    def carries(self, item: Publishable) -> bool:
        """Articles of lists; a translation is reached from its original."""
        return isinstance(item, Article) and _is_listed(item)

    def asks(self, item: Publishable) -> frozenset[Ask]:
        """Nothing: the page brings it along."""
        return frozenset()

    def units(self, item: Publishable) -> Iterable[Unit]:
        """None that could be chosen."""
        return ()

    def plan(self, item: Publishable, sheet: Sheet) -> Iterable[Planned]:
        """Beside each page."""
        return PAGES.plan(item, sheet)

    def look(self, item: Publishable, unit: Unit) -> Found:
        """Read the feed, and look for the item in it."""
        return _look(unit, "/rss.xml", holding=f"urn:uuid:{item.uid}".encode())


def _is_listed(item: Publishable) -> bool:
    return (
        isinstance(item, Article) and item.translation_of_id is None and item.section.kind == SectionKind.LIST
    )


def _look(unit: Unit, path: str, holding: bytes = b"") -> Found:
    """A unit without a host of its own stands on the site of the one above."""
    host = unit.pk
    if unit.parent_id and not Site.objects.filter(unit=unit.pk).exists():
        host, path = unit.parent_id, f"{tab_path(unit)}{path}"
    sight = look(host, path, holding)
    return Found(address_of(host, path), sight.sha256, sight.trouble)


PAGES, FEEDS = Pages(), Feeds()
register(PAGES)
register(FEEDS)
