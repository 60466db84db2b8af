"""How answers stand on the desk: in lists of all kinds, on their own screens, on a way that units choose."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from conglang.citizens.questions.fields import field_name
from conglang.citizens.questions.models import Answer
from conglang.citizens.questions.permissions import ANSWER, READ
from conglang.citizens.questions.routes import NAMED, STEPS
from conglang.tools.approval import ways
from conglang.tools.approval.kinds import Line, register
from conglang.tools.approval.screens import Screen

SCREEN = Screen(
    model=Answer,
    read=READ,
    write=ANSWER,
    content="questions/answer.html",
    item="questions:answer",
    change="questions:change",
    command="questions:command",
    index="questions:inbox",
    steps=STEPS,
    public_url=lambda item: item.get_absolute_url(),
)


def lines(keys: Sequence[int]) -> Mapping[int, Line]:
    """Answers with their fields."""
    found = Answer.objects.filter(pk__in=keys).values_list("pk", "field")
    return {pk: Line(reverse("questions:answer", args=[pk]), field_name(field)) for pk, field in found}


register(Answer, Answer._meta.verbose_name or "", lines)
ways.register(Answer, NAMED)
