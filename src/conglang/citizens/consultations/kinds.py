"""How consultations and their outcomes stand on the desk: in lists of all kinds, on their own screens."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from conglang.citizens.consultations.models import Consultation, Outcome
from conglang.citizens.consultations.permissions import READ, WRITE
from conglang.citizens.consultations.routes import STEPS
from conglang.tools.approval.kinds import Line, register
from conglang.tools.approval.screens import Screen

ITEM = Screen(
    model=Consultation,
    read=READ,
    write=WRITE,
    content="consultations/consultation.html",
    item="consultations:item",
    change="consultations:change",
    command="consultations:command",
    index="consultations:index",
    steps=STEPS,
    public_url=lambda item: item.get_absolute_url(),
)
OUTCOME = Screen(
    model=Outcome,
    read=READ,
    write=WRITE,
    content="consultations/outcome.html",
    item="consultations:outcome",
    change="consultations:change_outcome",
    command="consultations:outcome_command",
    index="consultations:index",
    steps=STEPS,
    public_url=lambda item: item.get_absolute_url(),
)


def _consultations(keys: Sequence[int]) -> Mapping[int, Line]:
    found = Consultation.objects.filter(pk__in=keys).values_list("pk", "opens_on")
    return {pk: Line(reverse("consultations:item", args=[pk]), f"{day:%d/%m/%Y}") for pk, day in found}


def _outcomes(keys: Sequence[int]) -> Mapping[int, Line]:
    found = Outcome.objects.filter(pk__in=keys).values_list("pk", flat=True)
    name = str(Outcome._meta.verbose_name)
    return {pk: Line(reverse("consultations:outcome", args=[pk]), name) for pk in found}


register(Consultation, Consultation._meta.verbose_name or "", _consultations)
register(Outcome, Outcome._meta.verbose_name or "", _outcomes)
