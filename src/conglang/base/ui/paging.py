"""Pages of long lists."""

from typing import Any

from django.core.paginator import Page, Paginator

MOST_PAGES, MOST_DIGITS = 1_000_000, 100  # for no database a number too large


class KeysFirst(Paginator):  # type: ignore[type-arg]  # mixed into paginators without types too
    """Finds a page's keys in an index alone, so that rows are read for one page and not for all before.

    A page that is not full tells how many rows there are; for the others they are counted when it is asked.
    """

    def get_page(self, number: Any) -> Page[Any]:
        rows: Any = self.object_list
        asked = str(number)
        at = int(asked) if asked.isdecimal() and len(asked) < MOST_DIGITS else 1
        at = min(max(at, 1), MOST_PAGES)
        first = (at - 1) * self.per_page
        keys = list(rows.values_list("pk", flat=True)[first : first + self.per_page + 1])
        if first and not keys:
            return self.get_page(min(self.num_pages, at - 1))  # a count may be a minute old
        if len(keys) <= self.per_page:
            self.count = first + len(keys)
        return Page(rows.filter(pk__in=keys[: self.per_page]), at, self)
