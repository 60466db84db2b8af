"""Every role at every door with the keys of their own unit, of the neighbour's, and of nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import QuerySet
from django.urls import Resolver404, resolve

from conglang.base.accounts.roles import Role
from conglang.base.units.scoped import ScopedModel
from tests.matrix.addresses import DESK, PUBLIC, Address, Door, doors
from tests.matrix.forms import Form, forms_of
from tests.matrix.judging import Judge, Rowbook
from tests.matrix.people import Answer, Browser, Walker
from tests.matrix.places import IN_COMMUNE, World

OUTSIDERS = ["nobody", "without a role", "role has ended", "works in both"]
PROVINCE = [
    f"province's {role.value}" for role in (Role.PROVINCE_ADMINISTRATOR, Role.AUDITOR, Role.HEAD_EDITOR)
]
EVERYONE = [*(role.value for role in IN_COMMUNE), *OUTSIDERS, *PROVINCE]
READERS = {  # whose pages are read for their words; between them they open every door
    *(Role.CONTRIBUTOR.value, Role.HEAD_EDITOR.value, Role.UNIT_ADMINISTRATOR.value, Role.AUDITOR.value),
    *(f"province's {Role.PROVINCE_ADMINISTRATOR.value}", "nobody"),
}
READ = 4  # addresses behind one door whose words are read
IN_EVERY_WAY = 2  # of the neighbour's things at one door; the others by GET and POST only
JSON = {"HTTP_ACCEPT": "application/json"}


class Walk:
    """One person's way along every door."""

    def __init__(self, world: World, walker: Walker, rows: Rowbook) -> None:
        self.world, self.walker = world, walker
        self.browser = Browser(walker)
        self.judge = Judge(walker, world.theirs, rows)
        self.forms: dict[str, list[Form]] = {}
        self.sent: set[Any] = set()
        self.nowhere: dict[Any, Answer] = {}
        self.only_read: set[str] = set()  # doors that answered a POST with 405, whatever stands behind them

    def all_doors(self) -> None:
        known = [door for door in doors(DESK) if not door.undeclared]
        for door in known:
            if not door.is_closed:
                self.own(door)
        for door in known:
            if door.is_for(self.walker):
                self.strange(door)
            elif door.is_closed and self.walker.name == Role.HEAD_EDITOR.value:
                self.locked(door)  # for every other role `workspace/tests/test_editor_doors.py` tries them

    def own(self, door: Door) -> None:
        """One's own unit: what is there opens, and every form that the pages show can be sent."""
        addresses = door.own(self.world.ours, self.walker)
        # a door that is not for the person looks at no parameter, so one knock tells as much as ten
        for number, address in enumerate(addresses if door.is_for(self.walker) else addresses[:1]):
            is_read = self.walker.name in READERS and number < READ and door.is_for(self.walker)
            with self.browser.knock("GET", address.full) as page:
                self.judge.look_at(door, f"GET {address.full}", page)
            if page.status == 200 and page.is_html:
                self.send_forms(door, address, forms_of(page.body, address.full))
            answers = {"GET": page}
            if door.name not in self.only_read:
                with self.browser.knock("POST", address.full, {"x": "1"}) as answers["POST"]:
                    self.judge.look_at(door, f"POST {address.full}", answers["POST"])
                if answers["POST"].status == 405:
                    self.only_read.add(door.name)
            for said, each in answers.items() if is_read else ():
                if each.is_html or each.body.startswith("{"):
                    self.judge.read(door, f"{said} {address.full}", each)

    def send_forms(self, door: Door, address: Address, forms: list[Form]) -> None:
        for form in forms:
            at = _door_of(form.action)
            if at is None or (form.action, *sorted(form.data)) in self.sent:
                continue
            self.sent.add((form.action, *sorted(form.data)))
            self.judge.faults += [
                f"{address.path}: declare in forms.py what is chosen in the field “{name}”"
                for name in form.unknown
            ]
            if form.method == "get":
                self.try_choices(at, "GET", form)
                continue
            if form.action.partition("?")[0] == address.path:
                self.forms.setdefault(door.name, []).append(form)
            for data in form.variants():
                with self.browser.knock("POST", form.action, data) as answer:
                    self.judge.look_at(at, f"POST {form.action} {_names(data)}", answer)
            self.try_choices(at, "POST", form)

    def try_choices(self, door: Door, method: str, form: Form) -> None:
        """The neighbour's keys where something is chosen, beside keys of nothing."""
        theirs = form.with_keys_of(self.world.theirs)
        if theirs is None:
            return
        said = f"{method} {form.action} with the neighbour's {', '.join(form.chosen)}"
        with self.browser.knock(method, form.action, theirs) as there:
            self.judge.look_at(door, said, there)
        with self.browser.knock(method, form.action, form.with_keys_of_nothing()) as nowhere:
            self.judge.look_at(door, said, nowhere)
        self.judge.compare(door, said, there, nowhere)

    def strange(self, door: Door) -> None:
        """The neighbour's things beside what does not exist: by GET, empty POST, one's own forms, JSON."""
        forms = self.forms.get(door.name, [])[:1]
        for number, (there, nowhere) in enumerate(door.strange(self.world.ours, self.world.theirs)):
            self.pair(door, "GET", there, nowhere)
            if door.name not in self.only_read:
                self.pair(door, "POST", there, nowhere)
            if self.walker.user is not None and number < IN_EVERY_WAY:
                self.pair(door, "GET", there, nowhere, **JSON)
                for form in forms:
                    self.pair(door, "POST", there, nowhere, form.data)
                    self.pair(door, "POST", there, nowhere, form.data, **JSON)
                    if form.chosen:  # else it would be the empty one again
                        self.pair(door, "POST", there, nowhere, form.with_keys_of(self.world.theirs))

    def locked(self, door: Door) -> None:
        """A door that the editor's guard keeps closed says the same of everything behind it."""
        address = door.own(self.world.theirs)[0]
        for method in ("GET", "POST"):
            with self.browser.knock(method, address.full) as answer:
                self.judge.look_at(door, f"{method} {address.full}", answer)
            first = self.nowhere.setdefault(("locked", method), answer)
            self.judge.compare(door, f"{method} {address.full}", answer, first)

    def pair(
        self, door: Door, method: str, there: Address, nowhere: Address, data: Any = None, **headers: str
    ) -> None:
        said = f"{method} {there.full} {_names(data or {})}{' as JSON' if headers else ''}"
        with self.browser.knock(method, there.full, data, **headers) as one:
            self.judge.look_at(door, said, one)
        asked = (method, nowhere.full, _names(data or {}), *headers)
        if asked not in self.nowhere:
            with self.browser.knock(method, nowhere.full, data, **headers) as other:
                self.judge.look_at(door, f"{method} {nowhere.full}", other)
            self.nowhere[asked] = other
        other = self.nowhere[asked]
        echoes = (there.full, nowhere.full, there.path, nowhere.path, *there.values, *nowhere.values)
        self.judge.compare(door, said, one, other, *echoes)


def _door_of(action: str) -> Door | None:
    try:
        view = resolve(action.partition("?")[0], DESK).func
    except Resolver404:
        return None
    return next(door for door in doors(DESK) if door.route.view is view)


def _names(data: Any) -> str:
    return f"{{{', '.join(sorted(data))[:80]}}}" if data else ""


@pytest.mark.parametrize("walker", EVERYONE, indirect=True)
def test_nobody_finds_a_trace_of_the_neighbour(
    walker: Walker, world: World, rows: Rowbook, record_property: Any
) -> None:
    walk = Walk(world, walker, rows)
    walk.all_doors()
    counts = walk.judge.counts
    record_property("matrix", {"role": walker.name, "answers": dict(counts), "doors": len(doors(DESK))})
    assert walk.judge.faults == [], "\n".join(["", *walk.judge.faults[:40]])
    assert list(shut(walk)) == []


def shut(walk: Walk) -> Iterator[str]:
    """Doors that the audience promises to the person and that never opened."""
    for door in doors(DESK):
        if door.is_for(walk.walker) and not door.undeclared and not walk.judge.entered[door.name]:
            yield door.name


def test_every_parameter_of_an_open_door_is_declared() -> None:
    """Whoever adds an address says in addresses.py what its parameters name; until then nobody tries it."""
    assert [
        f"{door.route}: <{name}>" for door in (*doors(DESK), *doors(PUBLIC)) for name in door.undeclared
    ] == []


def test_the_world_holds_something_of_everything(world: World) -> None:
    """A model with a unit of which the neighbour has no row would be tried by nobody."""
    empty = [
        f"{model._meta.label} of {place.unit}"
        for model in apps.get_models()
        if issubclass(model, ScopedModel)
        for place in (world.ours, world.theirs)
        if not QuerySet(model).filter(unit=place.unit).exists()
    ]
    assert empty == []
