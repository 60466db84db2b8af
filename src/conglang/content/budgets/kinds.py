"""How budget items stand on the desk: in lists of all kinds, and on their own screens."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from conglang.content.budgets.models import BudgetItem
from conglang.content.budgets.permissions import READ, WRITE
from conglang.content.budgets.routes import STEPS
from conglang.tools.approval.kinds import Line, register
from conglang.tools.approval.screens import Screen

SCREEN = Screen(
    model=BudgetItem,
    read=READ,
    write=WRITE,
    content="budgets/item.html",
    item="budgets:item",
    change="budgets:change",
    command="budgets:command",
    index="budgets:coverage",
    steps=STEPS,
)


def lines(keys: Sequence[int]) -> Mapping[int, Line]:
    """Items with the decision that they rest on."""
    found = BudgetItem.objects.filter(pk__in=keys).values_list("pk", "decision")
    words = str(BudgetItem._meta.verbose_name)
    return {pk: Line(reverse("budgets:item", args=[pk]), decision or words) for pk, decision in found}


register(BudgetItem, BudgetItem._meta.verbose_name or "", lines)
