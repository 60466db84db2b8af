"""How a review runs: pure decisions over a route, a state and an act. No database, no clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from conglang.tools.approval.routes import Route, Step


class Stage(StrEnum):
    """Where the newest content of an object stands; an older version may be public meanwhile."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"  # public at its time
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Command(StrEnum):
    """What people, the clock and the editor do to a review."""

    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    ASSIGN = "assign"
    VERIFY = "verify"  # a pass at any step but the last
    RETURN = "return"
    APPROVE = "approve"  # a pass at the last step
    RECALL = "recall"  # an approved item is looked at again before its time
    PUBLISH = "publish"
    UNPUBLISH = "unpublish"
    EDIT = "edit"  # new content was stored; comes from the editor, not from a button


class Reason(StrEnum):
    """Why a command is refused."""

    NOT_PERMITTED = "not_permitted"
    NEEDS_PERSON = "needs_person"
    OWN_WORK = "own_work"
    OWN_WORK_OF_GIVER = "own_work_of_giver"
    NOT_ASSIGNED_TO_YOU = "not_assigned_to_you"
    NEEDS_ASSIGNEE = "needs_assignee"
    NO_ASSIGNEE_GIVEN = "no_assignee_given"
    ASSIGNEE_NOT_PERMITTED = "assignee_not_permitted"
    ASSIGNEE_OWN_WORK = "assignee_own_work"
    ALREADY_DECIDED = "already_decided"
    CONTENT_CHANGED = "content_changed"
    NO_REASON_GIVEN = "no_reason_given"
    NOT_SUBMITTER = "not_submitter"
    NOT_DUE = "not_due"
    NOT_LAST_STEP = "not_last_step"
    NOT_EARLIER = "not_earlier"
    LAST_STEP = "last_step"
    NOTHING_NEW = "nothing_new"
    WRONG_STAGE = "wrong_stage"
    SECRECY_MARK = "secrecy_mark"
    HARMFUL_FILE = "harmful_file"
    PERSONAL_DATA = "personal_data"


@dataclass(frozen=True, slots=True)
class Facts:
    """Who acts, and in whose name each permission is held: None is their own, a number the lender's id.

    Without a user id it is the installation itself, which may publish at the set time but never decides.
    """

    user_id: int | None
    voices: Mapping[str, tuple[int | None, ...]]

    def holds(self, permission: str) -> bool:
        """Whether the permission is held in any name."""
        return bool(self.voices.get(permission))


@dataclass(frozen=True, slots=True)
class Pass:
    """A step passed by a person, perhaps for another one."""

    step: str
    user_id: int
    on_behalf_of: int | None = None

    @property
    def people(self) -> frozenset[int]:
        """Everyone whose word this pass is."""
        return frozenset({self.user_id} if self.on_behalf_of is None else {self.user_id, self.on_behalf_of})


@dataclass(frozen=True, slots=True)
class State:
    """A review. `contributors` are those whose work nobody has independently approved yet."""

    stage: Stage = Stage.DRAFT
    position: int = 0  # of the open group of steps; after a return, where the resubmission resumes
    content: str = ""  # hash of the content that the decisions are about
    submitted_by: int | None = None
    contributors: frozenset[int] = frozenset()
    everyone: frozenset[int] = frozenset()  # contributors of all versions
    assignees: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    passes: tuple[Pass, ...] = ()  # at the open position
    live: str = ""  # hash of what is public, empty when nothing is


@dataclass(frozen=True, slots=True)
class Act:
    """A command with everything that the decision needs."""

    command: Command
    by: Facts
    content: str  # hash of the content as stored now
    seen: str | None = None  # hash of what the person had on the screen
    step: str = ""  # one of several open steps; empty takes the one that the person can decide
    assignee: Facts | None = None
    reviewers: Mapping[str, int] = field(
        default_factory=lambda: MappingProxyType({})
    )  # to whom steps go by themselves
    reason: str = ""
    back_to: str = ""  # the earlier step that is to look again; empty returns to the author
    go_live_at: datetime | None = None
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What to write down: the step, and the person in whose name it was done."""

    command: Command
    step: str = ""
    on_behalf_of: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The state after a command; `record` is None when the command had been done already."""

    state: State
    record: Record | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """The command is not possible, for this reason."""

    reason: Reason


Verdict = Change | Refusal


def open_steps(route: Route, state: State) -> tuple[Step, ...]:
    """Steps that wait for a decision now."""
    if state.stage is not Stage.IN_REVIEW:
        return ()
    return tuple(step for step in route.positions[state.position] if not _is_passed(step, state))


def earlier_steps(route: Route, state: State) -> tuple[str, ...]:
    """Steps that were passed and can be asked to look again."""
    if state.stage is not Stage.IN_REVIEW:
        return ()
    return tuple(name for steps in route.positions[: state.position] for name in _names(steps))


def _names(steps: tuple[Step, ...]) -> tuple[str, ...]:
    return tuple(step.name for step in steps)


def _is_passed(step: Step, state: State) -> bool:
    return sum(each.step == step.name for each in state.passes) >= step.deciders


class _No(Exception):
    def __init__(self, reason: Reason) -> None:
        self.reason = reason


def decide(route: Route, state: State, act: Act) -> Verdict:
    """The state after the command, or why it is refused."""
    try:
        return _RULES[act.command](route, state, act)
    except _No as no:
        return Refusal(no.reason)


def objection(route: Route, state: State, act: Act) -> Reason | None:
    """Why the command is not to be offered; None where only words or a name are still missing."""
    verdict = decide(route, state, replace(act, reason=act.reason or "?", seen=act.content))
    if isinstance(verdict, Change):
        return None if verdict.record else Reason.WRONG_STAGE
    return None if verdict.reason is Reason.NO_ASSIGNEE_GIVEN else verdict.reason


def _need(fact: object, otherwise: Reason) -> None:
    if not fact:
        raise _No(otherwise)


def _voice(by: Facts, *permissions: str) -> int | None:
    """In whose name the first of the permissions is held."""
    for permission in permissions:
        if by.holds(permission):
            return by.voices[permission][0]
    raise _No(Reason.NOT_PERMITTED)


def _edit(_route: Route, state: State, act: Act) -> Change:
    """New content voids every decision about the old one, whoever stored it."""
    if act.content == state.content:
        return Change(state, None)
    editor = _people(act.by.user_id)
    after = _with_contributors(replace(state, content=act.content, passes=()), editor)
    if state.stage in {Stage.IN_REVIEW, Stage.APPROVED}:
        after = _from_the_start(after)
    elif state.stage in {Stage.PUBLISHED, Stage.WITHDRAWN}:
        after = replace(after, stage=Stage.DRAFT, position=0)
    return Change(after, Record(Command.EDIT))


def _submit(route: Route, state: State, act: Act) -> Change:
    voice = _voice(act.by, route.submit)
    _need(state.stage is not Stage.PUBLISHED, Reason.NOTHING_NEW)
    _need(act.seen in {None, act.content}, Reason.CONTENT_CHANGED)
    if state.stage in {Stage.IN_REVIEW, Stage.APPROVED}:
        return Change(state, None)
    resumes = state.stage is Stage.RETURNED and route.resume_at_return
    kept = state.assignees if state.stage is Stage.RETURNED else {}
    # a step that nobody may hand on again must not hang on one person
    own = {step.name: act.reviewers[step.name] for step in route.steps if _goes_to(step, act.reviewers)}
    after = replace(
        state,
        stage=Stage.IN_REVIEW,
        position=state.position if resumes else 0,
        content=act.content,
        submitted_by=act.by.user_id,
        passes=(),
        assignees={**own, **kept},
    )
    after = _with_contributors(after, _people(act.by.user_id, voice))
    return Change(_without_barred_assignees(after), Record(Command.SUBMIT, on_behalf_of=voice))


def _goes_to(step: Step, reviewers: Mapping[str, int]) -> bool:
    return bool(step.assigned_by) and step.name in reviewers


def _take_back(route: Route, state: State, act: Act) -> Change:
    _need(act.by.user_id in state.contributors, Reason.NOT_SUBMITTER)
    _voice(act.by, route.submit)
    if state.stage is Stage.DRAFT:
        return Change(state, None)
    _need(state.stage in {Stage.IN_REVIEW, Stage.APPROVED}, Reason.WRONG_STAGE)
    return Change(replace(state, stage=Stage.DRAFT, position=0, passes=()), Record(Command.TAKE_BACK))


def _assign(route: Route, state: State, act: Act) -> Change:
    _need(state.stage is Stage.IN_REVIEW, Reason.WRONG_STAGE)
    step = next((each for each in open_steps(route, state) if _can_assign(each, act)), None)
    if step is None:
        raise _No(Reason.NOT_PERMITTED)
    chosen = act.assignee
    if chosen is None or chosen.user_id is None:
        raise _No(Reason.NO_ASSIGNEE_GIVEN)
    _need(chosen.user_id not in state.contributors, Reason.ASSIGNEE_OWN_WORK)
    _need(chosen.holds(step.permission), Reason.ASSIGNEE_NOT_PERMITTED)
    if state.assignees.get(step.name) == chosen.user_id:
        return Change(state, None)
    after = replace(state, assignees={**state.assignees, step.name: chosen.user_id})
    return Change(after, Record(Command.ASSIGN, step.name, _voice(act.by, step.assigned_by)))


def _can_assign(step: Step, act: Act) -> bool:
    return act.step in {"", step.name} and bool(step.assigned_by) and act.by.holds(step.assigned_by)


def _pass(route: Route, state: State, act: Act) -> Change:
    """A pass counts for exactly the content that the person saw, and never from someone who worked on it."""
    user_id = act.by.user_id
    if user_id is None:
        raise _No(Reason.NEEDS_PERSON)
    if _repeats_approval(state, act):
        return Change(state, None)
    _need(state.stage is Stage.IN_REVIEW, Reason.WRONG_STAGE)
    _need(act.content == act.seen == state.content, Reason.CONTENT_CHANGED)
    is_last = state.position == len(route.positions) - 1
    is_approval = act.command is Command.APPROVE
    _need(is_last or not is_approval, Reason.NOT_LAST_STEP)
    _need(is_approval or not is_last, Reason.LAST_STEP)
    passed = _passable(route, state, act, user_id)
    record = Record(act.command, passed.step, passed.on_behalf_of)
    after = replace(state, passes=(*state.passes, passed))
    if open_steps(route, after):
        return Change(after, record)
    if is_last:  # the passes stay, so that a repeated approval is known for one
        return Change(replace(after, stage=Stage.APPROVED), record)
    return Change(replace(after, position=state.position + 1, passes=()), record)


def _repeats_approval(state: State, act: Act) -> bool:
    return (
        act.command is Command.APPROVE
        and state.stage in {Stage.APPROVED, Stage.PUBLISHED}
        and state.content == act.content == act.seen
        and any(each.user_id == act.by.user_id for each in state.passes)
    )


def _passable(route: Route, state: State, act: Act, user_id: int) -> Pass:
    """The first open step that the person can pass, and the name to do it in."""
    reasons: list[Reason] = []
    for step in route.positions[state.position]:
        if act.step not in {"", step.name}:
            continue
        for name in act.by.voices.get(step.permission, ()):
            passed = Pass(step.name, user_id, name)
            reason = _against(passed, step, state)
            if reason is None:
                return passed
            reasons.append(reason)
    raise _No(reasons[0] if reasons else Reason.NOT_PERMITTED)


def _against(passed: Pass, step: Step, state: State) -> Reason | None:
    assignee = state.assignees.get(step.name)
    if passed.user_id in state.contributors:
        return Reason.OWN_WORK
    if passed.on_behalf_of in state.contributors:
        return Reason.OWN_WORK_OF_GIVER
    if any(each.step == step.name and each.people & passed.people for each in state.passes):
        return Reason.ALREADY_DECIDED
    if assignee is None:
        return Reason.NEEDS_ASSIGNEE if step.needs_assignment else None
    return None if assignee in passed.people else Reason.NOT_ASSIGNED_TO_YOU


def _return(route: Route, state: State, act: Act) -> Change:
    """Sending back makes nothing public, so people who worked on the content may do it too."""
    if state.stage is Stage.RETURNED:
        return Change(state, None)
    _need(state.stage is Stage.IN_REVIEW, Reason.WRONG_STAGE)
    held = [
        (step, name) for step in open_steps(route, state) for name in _names_to_return(step, state, act.by)
    ]
    _need(held, Reason.NOT_PERMITTED)
    _need(act.reason.strip(), Reason.NO_REASON_GIVEN)
    step, name = next((pair for pair in held if pair[0].name == act.step), held[0])
    record = Record(Command.RETURN, step.name, name)
    if act.back_to:
        _need(act.back_to in earlier_steps(route, state), Reason.NOT_EARLIER)
        position = next(at for at, steps in enumerate(route.positions) if act.back_to in _names(steps))
        return Change(replace(state, position=position, passes=()), record)
    kept = state.assignees if route.keep_assignee else {}
    return Change(replace(state, stage=Stage.RETURNED, passes=(), assignees=kept), record)


def _names_to_return(step: Step, state: State, by: Facts) -> tuple[int | None, ...]:
    assignee = state.assignees.get(step.name)
    names = by.voices.get(step.permission, ())
    own = tuple(name for name in names if assignee in {None, by.user_id, name})
    return own + by.voices.get(step.assigned_by, ())


def _recall(route: Route, state: State, act: Act) -> Change:
    _need(state.stage is Stage.APPROVED, Reason.WRONG_STAGE)
    last = len(route.positions) - 1
    voice = _voice(act.by, *(step.permission for step in route.positions[last]), route.publish)
    _need(act.reason.strip(), Reason.NO_REASON_GIVEN)
    after = replace(state, stage=Stage.IN_REVIEW, position=last, passes=())
    return Change(after, Record(Command.RECALL, on_behalf_of=voice))


def _publish(route: Route, state: State, act: Act) -> Change:
    """Approved content becomes public; who wrote it does not matter any more."""
    if state.stage is Stage.PUBLISHED:
        return Change(state, None)
    _need(state.stage is Stage.APPROVED, Reason.WRONG_STAGE)
    _need(act.content == state.content, Reason.CONTENT_CHANGED)
    is_due = act.go_live_at is None or (act.now is not None and act.go_live_at <= act.now)
    _need(is_due, Reason.NOT_DUE)
    voice = _voice(act.by, route.publish)
    after = replace(state, stage=Stage.PUBLISHED, live=state.content, contributors=frozenset())
    return Change(after, Record(Command.PUBLISH, on_behalf_of=voice))


def _unpublish(route: Route, state: State, act: Act) -> Change:
    """What is withdrawn was perhaps wrong: its approval no longer excuses anyone who worked on it."""
    if not state.live and state.stage is Stage.WITHDRAWN:
        return Change(state, None)
    _need(state.live, Reason.WRONG_STAGE)
    voice = _voice(act.by, route.withdraw)
    _need(act.reason.strip(), Reason.NO_REASON_GIVEN)
    after = replace(state, live="", contributors=state.everyone, passes=())
    if state.stage is Stage.PUBLISHED:
        after = replace(after, stage=Stage.WITHDRAWN)
    elif state.stage in {Stage.IN_REVIEW, Stage.APPROVED}:  # decided by people who may count as authors now
        after = _from_the_start(after)
    return Change(after, Record(Command.UNPUBLISH, on_behalf_of=voice))


def _people(*ids: int | None) -> frozenset[int]:
    return frozenset(each for each in ids if each is not None)


def _with_contributors(state: State, people: frozenset[int]) -> State:
    return replace(state, contributors=state.contributors | people, everyone=state.everyone | people)


def _from_the_start(state: State) -> State:
    return _without_barred_assignees(replace(state, stage=Stage.IN_REVIEW, position=0, passes=()))


def _without_barred_assignees(state: State) -> State:
    kept = {step: user for step, user in state.assignees.items() if user not in state.contributors}
    return replace(state, assignees=kept)


_RULES: Mapping[Command, Callable[[Route, State, Act], Change]] = {
    Command.EDIT: _edit,
    Command.SUBMIT: _submit,
    Command.TAKE_BACK: _take_back,
    Command.ASSIGN: _assign,
    Command.VERIFY: _pass,
    Command.APPROVE: _pass,
    Command.RETURN: _return,
    Command.RECALL: _recall,
    Command.PUBLISH: _publish,
    Command.UNPUBLISH: _unpublish,
}
