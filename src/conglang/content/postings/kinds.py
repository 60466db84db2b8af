"""How postings stand on the desk: in lists of all kinds, and on their own screens."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from conglang.content.postings.catalogue import kinds
from conglang.content.postings.models import Posting
from conglang.content.postings.permissions import READ, WRITE
from conglang.content.postings.routes import STEPS
from conglang.tools.approval.kinds import Line, register
from conglang.tools.approval.screens import Screen

SCREEN = Screen(
    model=Posting,
    read=READ,
    write=WRITE,
    content="postings/posting.html",
    item="postings:posting",
    change="postings:change",
    command="postings:command",
    index="postings:register",
    steps=STEPS,
)


def lines(keys: Sequence[int]) -> Mapping[int, Line]:
    """Postings with what sort they are."""
    found = Posting.objects.filter(pk__in=keys).values_list("pk", "kind")
    names = {key: kind.name for key, kind in kinds().items()}
    return {pk: Line(reverse("postings:posting", args=[pk]), names.get(kind, kind)) for pk, kind in found}


register(Posting, Posting._meta.verbose_name or "", lines)
