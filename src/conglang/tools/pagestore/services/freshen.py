"""Carry committed changes to the stored pages."""

from conglang.tools.pagestore.models import Touch
from conglang.tools.pagestore.queries import (
    MOST_NOTES,
    hosts_showing,
    hosts_without_site,
    page_files,
    touches,
)


def freshen() -> int:
    """Void the pages of every site that shows what has changed; returns how many notes were dealt with.

    The notes go only when the pages are void: whoever dies in between leaves them to the next one. Done
    twice, a page is rendered once more than needed.
    """
    done, is_full = 0, True
    while is_full and (notes := touches()):
        left = hosts_without_site({note.host for note in notes if note.host})
        for host in left:
            page_files().forget(host)
        page_files().renew(hosts_showing({note.touched_unit for note in notes}))
        Touch.objects.filter(pk__in=[note.pk for note in notes]).delete()
        done, is_full = done + len(notes), len(notes) == MOST_NOTES
    return done
