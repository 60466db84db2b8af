"""The review as pure decisions: what each role may do, and what no sequence of commands can bring about."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from conglang.tools.approval.labels import COMMANDS, REASONS, STAGES
from conglang.tools.approval.routes import BadRoute, Route, Step
from conglang.tools.approval.rules import (
    Act,
    Change,
    Command,
    Facts,
    Reason,
    Refusal,
    Stage,
    State,
    decide,
    objection,
    open_steps,
)

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
VERIFY = Step("verify", "verify", assigned_by="collect", needs_assignment=True)
APPROVE = Step("approve", "approve")
OFFICE = {"submit": "write", "publish": "collect", "withdraw": "withdraw"}
SHORT = Route((APPROVE,), **OFFICE)
LONG = Route((VERIFY, APPROVE), **OFFICE)
SIGNED = Route((Step("sign_off", "sign_off", assigned_by="collect"), VERIFY, APPROVE), **OFFICE)
SIDE_BY_SIDE = Route(
    (
        Step("law", "verify", group="checks"),
        Step("secrecy", "collect", group="checks"),
        Step("approve", "approve", deciders=2),
    ),
    **OFFICE,
    resume_at_return=False,
    keep_assignee=False,
)
BUTTON = Route((VERIFY, APPROVE), **OFFICE, resume_at_return=False, publish_on_approval=False)
ROUTES = (SHORT, LONG, SIGNED, SIDE_BY_SIDE, BUTTON)

WRITER, OTHER_WRITER, DEPARTMENT, DESK, EDITOR, HEAD, DEPUTY = range(1, 8)
POWERS = {
    WRITER: ["write"],
    OTHER_WRITER: ["write"],
    DEPARTMENT: ["write", "sign_off"],
    DESK: ["write", "collect", "withdraw"],
    EDITOR: ["write", "verify"],
    HEAD: ["write", "collect", "verify", "approve", "withdraw"],
}
LOANS = {DEPUTY: {"approve": (HEAD,), "verify": (EDITOR, HEAD)}, WRITER: {"approve": (HEAD,)}}
PEOPLE = {
    user: Facts(
        user,
        dict.fromkeys(POWERS.get(user, []), (None,)) | LOANS.get(user, {}),
    )
    for user in range(1, 8)
}
INSTALLATION = Facts(None, dict.fromkeys(["write", "collect", "verify", "approve", "withdraw"], (None,)))
BOARD = [
    Facts(user, dict.fromkeys(["write", "sign_off", "collect", "verify", "approve", "withdraw"], (None,)))
    for user in (101, 102, 103)
]


def run(route, state, command, user, content="a", **more):
    by = user if isinstance(user, Facts) else PEOPLE[user]
    return decide(route, state, Act(command, by, content, **({"seen": content, "now": NOW} | more)))


def after(route, *steps, state=None):
    """The state after commands that must all be accepted."""
    state = state or State()
    for command, user, *rest in steps:
        verdict = run(route, state, command, user, **(rest[0] if rest else {}))
        assert isinstance(verdict, Change), (command, verdict)
        state = verdict.state
    return state


WRITTEN = (Command.EDIT, WRITER)
SUBMITTED = (Command.SUBMIT, WRITER)
ASSIGNED = (Command.ASSIGN, DESK, {"assignee": PEOPLE[EDITOR]})
VERIFIED = (Command.VERIFY, EDITOR)
APPROVED = (Command.APPROVE, HEAD)


def test_an_article_goes_from_the_writer_over_desk_and_field_editor_to_the_head():
    state = after(LONG, WRITTEN, SUBMITTED, ASSIGNED, VERIFIED, APPROVED, (Command.PUBLISH, DESK))
    assert (state.stage, state.live) == (Stage.PUBLISHED, "a")


def test_the_head_of_the_department_signs_off_before_the_desk():
    state = after(SIGNED, WRITTEN, (Command.SUBMIT, WRITER, {"reviewers": {"sign_off": DEPARTMENT}}))
    assert run(SIGNED, state, Command.VERIFY, HEAD) == Refusal(Reason.NOT_PERMITTED)
    state = after(SIGNED, (Command.VERIFY, DEPARTMENT), ASSIGNED, VERIFIED, APPROVED, state=state)
    assert state.stage is Stage.APPROVED


def test_a_small_commune_needs_two_people():
    assert after(SHORT, WRITTEN, SUBMITTED, APPROVED).stage is Stage.APPROVED


@pytest.mark.parametrize(
    ("route", "way", "command", "user", "reason"),
    [
        (SHORT, [(Command.EDIT, HEAD), (Command.SUBMIT, HEAD)], Command.APPROVE, HEAD, Reason.OWN_WORK),
        (SHORT, [(Command.EDIT, HEAD), SUBMITTED], Command.APPROVE, HEAD, Reason.OWN_WORK),
        (SHORT, [WRITTEN, (Command.SUBMIT, HEAD)], Command.APPROVE, HEAD, Reason.OWN_WORK),
        (SHORT, [(Command.EDIT, HEAD), SUBMITTED], Command.APPROVE, DEPUTY, Reason.OWN_WORK_OF_GIVER),
        (SHORT, [WRITTEN, SUBMITTED], Command.APPROVE, WRITER, Reason.OWN_WORK),
        (SHORT, [WRITTEN, SUBMITTED], Command.APPROVE, EDITOR, Reason.NOT_PERMITTED),
        (SHORT, [WRITTEN], Command.APPROVE, HEAD, Reason.WRONG_STAGE),
        (LONG, [WRITTEN, SUBMITTED], Command.APPROVE, HEAD, Reason.NOT_LAST_STEP),
        (LONG, [WRITTEN, SUBMITTED], Command.VERIFY, EDITOR, Reason.NEEDS_ASSIGNEE),
        (LONG, [WRITTEN, SUBMITTED, ASSIGNED], Command.VERIFY, HEAD, Reason.NOT_ASSIGNED_TO_YOU),
        (LONG, [WRITTEN, SUBMITTED, ASSIGNED, VERIFIED], Command.VERIFY, HEAD, Reason.LAST_STEP),
        (SHORT, [WRITTEN, SUBMITTED], Command.RETURN, WRITER, None),
        (SHORT, [WRITTEN, SUBMITTED], Command.TAKE_BACK, OTHER_WRITER, Reason.NOT_SUBMITTER),
        (SHORT, [WRITTEN, SUBMITTED], Command.APPROVE, INSTALLATION, Reason.NEEDS_PERSON),
        (SHORT, [WRITTEN, SUBMITTED], Command.PUBLISH, DESK, Reason.WRONG_STAGE),
    ],
)
def test_who_may_not(route, way, command, user, reason):
    verdict = run(route, after(route, *way), command, user, reason="x")
    assert verdict == Refusal(reason) if reason else isinstance(verdict, Change)


def test_a_decision_is_about_what_was_on_the_screen():
    state = after(SHORT, WRITTEN, SUBMITTED)
    assert run(SHORT, state, Command.APPROVE, HEAD, seen="b") == Refusal(Reason.CONTENT_CHANGED)
    assert run(SHORT, state, Command.APPROVE, HEAD, content="b") == Refusal(Reason.CONTENT_CHANGED)
    assert run(SHORT, state, Command.APPROVE, HEAD, seen=None) == Refusal(Reason.CONTENT_CHANGED)


@pytest.mark.parametrize("way", [[ASSIGNED, VERIFIED], [ASSIGNED, VERIFIED, APPROVED]])
def test_an_edit_after_submission_voids_the_decisions(way):
    state = after(LONG, WRITTEN, SUBMITTED, *way, (Command.EDIT, OTHER_WRITER, {"content": "b"}))
    assert (state.stage, state.position, state.passes) == (Stage.IN_REVIEW, 0, ())
    assert run(LONG, state, Command.APPROVE, HEAD, "b") == Refusal(Reason.NOT_LAST_STEP)


def test_saving_without_a_change_voids_nothing_and_bars_nobody():
    state = after(SHORT, WRITTEN, SUBMITTED, (Command.EDIT, HEAD), APPROVED)
    assert state.stage is Stage.APPROVED


def test_a_field_editor_who_rewrites_the_text_hands_it_to_another_one():
    state = after(LONG, WRITTEN, SUBMITTED, ASSIGNED, (Command.EDIT, EDITOR, {"content": "b"}))
    assert run(LONG, state, Command.VERIFY, EDITOR, "b") == Refusal(Reason.OWN_WORK)
    refused = run(LONG, state, Command.ASSIGN, DESK, "b", assignee=PEOPLE[EDITOR])
    assert refused == Refusal(Reason.ASSIGNEE_OWN_WORK)
    assert isinstance(run(LONG, state, Command.ASSIGN, DESK, "b", assignee=PEOPLE[HEAD]), Change)


def test_a_resubmission_goes_to_the_step_that_returned_it():
    state = after(LONG, WRITTEN, SUBMITTED, ASSIGNED, VERIFIED)
    assert run(LONG, state, Command.RETURN, HEAD) == Refusal(Reason.NO_REASON_GIVEN)
    back = [(Command.RETURN, HEAD, {"reason": "nguồn?"}), (Command.EDIT, WRITER, {"content": "b"})]
    state = after(LONG, *back, (Command.SUBMIT, WRITER, {"content": "b"}), state=state)
    assert (state.position, state.assignees) == (1, {"verify": EDITOR})


def test_a_step_that_passed_is_asked_to_look_again():
    state = after(LONG, WRITTEN, SUBMITTED, ASSIGNED, VERIFIED)
    again = {"reason": "nguồn?", "back_to": "verify"}
    for step in ("approve", "nowhere"):
        verdict = run(LONG, state, Command.RETURN, HEAD, **again | {"back_to": step})
        assert verdict == Refusal(Reason.NOT_EARLIER)
    assert run(LONG, state, Command.RETURN, EDITOR, **again) == Refusal(Reason.NOT_PERMITTED)
    state = after(LONG, (Command.RETURN, HEAD, again), state=state)
    assert (state.stage, state.position, state.assignees) == (Stage.IN_REVIEW, 0, {"verify": EDITOR})
    assert run(LONG, state, Command.APPROVE, HEAD) == Refusal(Reason.NOT_LAST_STEP)
    assert after(LONG, VERIFIED, APPROVED, state=state).stage is Stage.APPROVED


def test_where_the_route_says_so_a_resubmission_starts_anew():
    state = after(BUTTON, WRITTEN, SUBMITTED, ASSIGNED, VERIFIED, (Command.RETURN, HEAD, {"reason": "x"}))
    assert after(BUTTON, SUBMITTED, state=state).position == 0


def test_a_step_is_handed_on_when_its_assignee_leaves():
    state = after(LONG, WRITTEN, SUBMITTED, ASSIGNED, (Command.ASSIGN, DESK, {"assignee": PEOPLE[HEAD]}))
    assert isinstance(run(LONG, state, Command.VERIFY, HEAD), Change)


def test_a_delegate_of_the_assignee_decides_in_the_assignees_name():
    state = after(LONG, WRITTEN, SUBMITTED, ASSIGNED)
    verdict = run(LONG, state, Command.VERIFY, DEPUTY)
    assert isinstance(verdict, Change)
    assert verdict.record.on_behalf_of == EDITOR


def test_side_by_side_checks_come_in_any_order_and_two_approvals_from_two_people():
    state = after(SIDE_BY_SIDE, WRITTEN, SUBMITTED, (Command.VERIFY, DESK))
    assert [step.name for step in open_steps(SIDE_BY_SIDE, state)] == ["law"]
    state = after(SIDE_BY_SIDE, (Command.VERIFY, EDITOR), (Command.APPROVE, HEAD), state=state)
    assert run(SIDE_BY_SIDE, state, Command.APPROVE, DEPUTY) == Refusal(Reason.ALREADY_DECIDED)
    assert after(SIDE_BY_SIDE, (Command.APPROVE, BOARD[0]), state=state).stage is Stage.APPROVED


@pytest.mark.parametrize(
    "way", [[SUBMITTED], [SUBMITTED, ASSIGNED], [SUBMITTED, ASSIGNED, VERIFIED, APPROVED]]
)
def test_a_repeated_command_changes_nothing(way):
    state = after(LONG, WRITTEN, *way)
    command, user, *rest = way[-1]
    assert run(LONG, state, command, user, **(rest[0] if rest else {})) == Change(state, None)


def test_nothing_comes_out_before_its_time():
    state = after(SHORT, WRITTEN, SUBMITTED, APPROVED)
    tomorrow = NOW + timedelta(days=1)
    assert run(SHORT, state, Command.PUBLISH, DESK, go_live_at=tomorrow) == Refusal(Reason.NOT_DUE)
    assert isinstance(run(SHORT, state, Command.PUBLISH, DESK, go_live_at=NOW), Change)


def test_the_writer_takes_back_what_is_not_public_yet():
    state = after(SHORT, WRITTEN, SUBMITTED, APPROVED, (Command.TAKE_BACK, WRITER))
    assert state.stage is Stage.DRAFT
    assert run(SHORT, state, Command.PUBLISH, DESK) == Refusal(Reason.WRONG_STAGE)


def test_what_was_withdrawn_is_approved_anew_and_by_nobody_who_ever_wrote_it():
    way = [(Command.EDIT, HEAD), SUBMITTED, (Command.APPROVE, BOARD[0]), (Command.PUBLISH, DESK)]
    state = after(SHORT, *way, (Command.UNPUBLISH, HEAD, {"reason": "sai"}), SUBMITTED)
    assert run(SHORT, state, Command.APPROVE, HEAD) == Refusal(Reason.OWN_WORK)


def test_withdrawing_the_public_version_reopens_the_decision_on_the_next_one():
    way = [(Command.EDIT, HEAD), SUBMITTED, (Command.APPROVE, BOARD[0]), (Command.PUBLISH, DESK)]
    b = {"content": "b"}
    way += [(Command.EDIT, WRITER, b), (Command.SUBMIT, WRITER, b), (Command.APPROVE, HEAD, b)]
    state = after(SHORT, *way)
    assert (state.stage, state.live) == (Stage.APPROVED, "a")
    state = after(SHORT, (Command.UNPUBLISH, HEAD, {"reason": "sai"} | b), state=state)
    assert run(SHORT, state, Command.PUBLISH, DESK, "b") == Refusal(Reason.WRONG_STAGE)
    assert run(SHORT, state, Command.APPROVE, HEAD, "b") == Refusal(Reason.OWN_WORK)


def test_buttons_are_offered_to_whom_only_words_are_missing():
    state = after(LONG, WRITTEN, SUBMITTED)
    assert objection(LONG, state, Act(Command.RETURN, PEOPLE[DESK], "a")) is None
    assert objection(LONG, state, Act(Command.ASSIGN, PEOPLE[DESK], "a")) is None
    assert objection(LONG, state, Act(Command.SUBMIT, PEOPLE[WRITER], "a")) is Reason.WRONG_STAGE
    assert objection(LONG, state, Act(Command.ASSIGN, PEOPLE[WRITER], "a")) is Reason.NOT_PERMITTED


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [APPROVE, APPROVE],
        [Step("a", "")],
        [Step("", "p")],
        [Step("revise", "p")],
        [Step("a", "p", needs_assignment=True)],
        [Step("a", "p", deciders=0)],
        [Step("a", "p", deciders=2, assigned_by="q")],
        [Step("a", "p", group="g"), Step("b", "p"), Step("c", "p", group="g")],
    ],
)
def test_a_route_that_nobody_could_walk_is_refused(steps):
    with pytest.raises(BadRoute):
        Route(tuple(steps), **OFFICE)


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_survives_storage(route):
    assert Route.from_data(route.as_data()) == route


def test_every_stage_command_and_reason_has_a_label():
    assert (set(STAGES), set(COMMANDS), set(REASONS)) == (set(Stage), set(Command), set(Reason))


@dataclass
class Witness:
    """Watches from outside and keeps its own books, so that the rules are not their own judge."""

    route: Route
    authors: set[int] = field(default_factory=set)  # since the last publication
    all_authors: set[int] = field(default_factory=set)
    passes: dict[str, list[set[int]]] = field(default_factory=lambda: defaultdict(list))
    approved: str = ""
    content: str = ""

    def see(self, act: Act, before: State, change: Change) -> None:
        if change.record is None:
            assert change.state == before
            return
        people = {act.by.user_id, change.record.on_behalf_of} - {None}
        getattr(self, f"see_{act.command}", self.see_other)(act, people, change)
        self.check(change.state)

    def see_edit(self, act, people, change):
        self.authors |= people
        self.all_authors |= people
        self.content = act.content
        self.passes.clear()
        self.approved = ""

    def see_submit(self, act, people, change):
        self.authors |= people
        self.all_authors |= people
        if not self.route.resume_at_return:
            self.passes.clear()
        self.approved = ""

    def see_verify(self, act, people, change):
        assert act.by.user_id is not None
        assert not people & self.authors
        assert act.seen == act.content == self.content
        assert not any(people & earlier for earlier in self.passes[change.record.step])
        self.passes[change.record.step].append(people)

    def see_approve(self, act, people, change):
        self.see_verify(act, people, change)
        if change.state.stage is Stage.APPROVED:
            last = self.route.positions[-1]
            wanted = self.route.steps if not self.route.resume_at_return else last
            assert all(len(self.passes[step.name]) >= step.deciders for step in wanted)
            self.approved = act.content

    def see_publish(self, act, people, change):
        assert self.approved == act.content != ""
        assert act.go_live_at is None or act.go_live_at <= act.now
        self.authors.clear()

    def see_unpublish(self, act, people, change):
        assert act.reason.strip()
        self.authors = set(self.all_authors)
        self.passes.clear()
        self.approved = ""

    def see_return(self, act, people, change):
        assert act.reason.strip()
        for steps in self.route.positions[change.state.position :]:
            for step in steps:
                self.passes.pop(step.name, None)
        if change.state.stage is Stage.RETURNED and not self.route.resume_at_return:
            self.passes.clear()

    def see_take_back(self, act, people, change):
        assert act.by.user_id in self.authors
        self.passes.clear()
        self.approved = ""

    def see_recall(self, act, people, change):
        for step in self.route.positions[-1]:
            self.passes.pop(step.name, None)
        self.approved = ""

    def see_other(self, act, people, change):
        pass

    def check(self, state: State) -> None:
        assert state.contributors == self.authors
        assert (state.stage is Stage.APPROVED) <= (self.approved == state.content)
        assert (state.stage is Stage.PUBLISHED) <= (state.live == self.approved)


LIKELY = {
    Stage.DRAFT: [Command.SUBMIT, Command.EDIT],
    Stage.RETURNED: [Command.SUBMIT, Command.EDIT],
    Stage.WITHDRAWN: [Command.SUBMIT, Command.EDIT],
    Stage.IN_REVIEW: [Command.ASSIGN, Command.VERIFY, Command.APPROVE, Command.APPROVE],
    Stage.APPROVED: [Command.PUBLISH],
    Stage.PUBLISHED: [Command.EDIT, Command.UNPUBLISH],
}
ANY = list(Command)
USERS = [*PEOPLE.values(), INSTALLATION]


def random_act(chance: random.Random, stage: Stage, content: str) -> Act:
    command = chance.choice(LIKELY[stage] if chance.random() < 0.7 else ANY)
    if command is Command.EDIT or not content:
        command, content = Command.EDIT, chance.choice("abcd")
    return Act(
        command,
        chance.choice(USERS),
        content,
        seen=content if chance.random() < 0.95 else "z",
        step=chance.choice(["", "", "", "verify", "law"]),
        assignee=chance.choice(USERS) if chance.random() < 0.9 else None,
        reviewers={"sign_off": DEPARTMENT} if chance.random() < 0.5 else {},
        reason="x" if chance.random() < 0.9 else " ",
        back_to=chance.choice(["", "", "verify", "sign_off"]),
        go_live_at=NOW + timedelta(hours=chance.choice([-1, 1])) if chance.random() < 0.2 else None,
        now=NOW,
    )


def rescued(route: Route, state: State, content: str) -> bool:
    """Whether the board of the upper level, who have not touched the content, bring it to the public."""
    submitter, *deciders = BOARD
    for _ in range(2 * len(route.steps) + 6):
        if state.stage is Stage.PUBLISHED:
            return True
        tries = [(Command.SUBMIT, submitter, None), (Command.PUBLISH, INSTALLATION, None)]
        for decider in deciders:
            tries += [(Command.VERIFY, decider, None), (Command.APPROVE, decider, None)]
        tries.append((Command.ASSIGN, submitter, deciders[0]))
        acts = [Act(c, by, content, seen=content, assignee=who, now=NOW) for c, by, who in tries]
        verdicts = (decide(route, state, act) for act in acts)
        found = next((v for v in verdicts if isinstance(v, Change) and v.record), None)
        if found is None:
            return False
        state = found.state
    return False


def test_100_000_random_sequences_publish_nothing_unapproved_and_end_nowhere():
    chance = random.Random(20261121)
    reached: set[tuple[Stage, Command]] = set()
    dead: list[State] = []
    for number in range(100_000):
        route = ROUTES[number % len(ROUTES)]
        state, witness, content = State(), Witness(route), ""
        for _ in range(chance.randint(5, 30)):
            act = random_act(chance, state.stage, content)
            verdict = decide(route, state, act)
            if isinstance(verdict, Change):
                witness.see(act, state, verdict)
                reached.add((state.stage, act.command))
                state, content = verdict.state, act.content
        if not rescued(route, state, content):
            dead.append(state)
    assert dead == []
    assert {stage for stage, _ in reached} == set(Stage)
    assert {command for _, command in reached} == set(Command)
