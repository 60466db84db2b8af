"""How a review runs: pure decisions over a route, a state and an act. No database, no clock."""

from collections.abc import Mapping
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
    LAST_STEP = "last_step"
    NOTHING_NEW = "nothing_new"
    WRONG_STAGE = "wrong_stage"


@dataclass(frozen=True, slots=True)
class Facts:
    """Who acts, and in whose name each permission is held: None is one's own, a number the lending person's id.

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
    reason: str = ""
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


def _is_passed(step: Step, state: State) -> bool:
    return sum(each.step == step.name for each in state.passes) >= step.deciders


def decide(route: Route, state: State, act: Act) -> Verdict:
    """The state after the command, or why it is refused."""
    return _RULES[act.command](route, state, act)


def _edit(route: Route, state: State, act: Act) -> Verdict:
    """New content voids every decision about the old one, whoever stored it."""
    if act.content == state.content:
        return Change(state, None)
    editor = frozenset() if act.by.user_id is None else frozenset({act.by.user_id})
    after = _with_contributors(replace(state, content=act.content, passes=()), editor)
    match state.stage:
        case Stage.IN_REVIEW | Stage.APPROVED:
            kept = {step: user for step, user in state.assignees.items() if user not in editor}
            after = replace(after, stage=Stage.IN_REVIEW, position=0, assignees=kept)
        case Stage.PUBLISHED | Stage.WITHDRAWN:
            after = replace(after, stage=Stage.DRAFT, position=0)
        case _:
            pass
    return Change(after, Record(Command.EDIT))


def _submit(route: Route, state: State, act: Act) -> Verdict:
    voice = _voice(act.by, route.submit)
    if isinstance(voice, Refusal):
        return voice
    if state.stage is Stage.PUBLISHED:
        return Refusal(Reason.NOTHING_NEW)
    if act.seen is not None and act.seen != act.content:
        return Refusal(Reason.CONTENT_CHANGED)
    if state.stage in {Stage.IN_REVIEW, Stage.APPROVED}:
        return Change(state, None)
    resume = state.position if state.stage is Stage.RETURNED and route.resume_at_return else 0
    after = replace(
        state,
        stage=Stage.IN_REVIEW,
        position=resume,
        content=act.content,
        submitted_by=act.by.user_id,
        passes=(),
        assignees={} if state.stage is Stage.DRAFT else state.assignees,
    )
    people = frozenset(person for person in (act.by.user_id, voice.on_behalf_of) if person is not None)
    after = _with_contributors(after, people)
    kept = {step: user for step, user in after.assignees.items() if user not in after.contributors}
    return Change(replace(after, assignees=kept), Record(Command.SUBMIT, on_behalf_of=voice.on_behalf_of))


def _take_back(route: Route, state: State, act: Act) -> Verdict:
    if act.by.user_id is None or act.by.user_id not in state.contributors:
        return Refusal(Reason.NOT_SUBMITTER)
    if not act.by.holds(route.submit):
        return Refusal(Reason.NOT_PERMITTED)
    if state.stage is Stage.DRAFT:
        return Change(state, None)
    if state.stage not in {Stage.IN_REVIEW, Stage.APPROVED}:
        return Refusal(Reason.WRONG_STAGE)
    return Change(replace(state, stage=Stage.DRAFT, position=0, passes=()), Record(Command.TAKE_BACK))


def _assign(route: Route, state: State, act: Act) -> Verdict:
    if state.stage is not Stage.IN_REVIEW:
        return Refusal(Reason.WRONG_STAGE)
    candidates = [
        step for step in open_steps(route, state) if step.assigned_by and act.step in {"", step.name}
    ]
    voices = [(step, _voice(act.by, step.assigned_by)) for step in candidates]
    step, voice = next(
        ((step, voice) for step, voice in voices if not isinstance(voice, Refusal)), (None, None)
    )
    if step is None or voice is None or isinstance(voice, Refusal):
        return Refusal(Reason.NOT_PERMITTED)
    if act.assignee is None or act.assignee.user_id is None:
        return Refusal(Reason.NO_ASSIGNEE_GIVEN)
    if act.assignee.user_id in state.contributors:
        return Refusal(Reason.ASSIGNEE_OWN_WORK)
    if not act.assignee.holds(step.permission):
        return Refusal(Reason.ASSIGNEE_NOT_PERMITTED)
    if state.assignees.get(step.name) == act.assignee.user_id:
        return Change(state, None)
    assignees = {**state.assignees, step.name: act.assignee.user_id}
    return Change(replace(state, assignees=assignees), Record(Command.ASSIGN, step.name, voice.on_behalf_of))


def _pass(route: Route, state: State, act: Act) -> Verdict:
    """A pass counts for exactly the content that the person saw, and never from someone who worked on it."""
    user_id = act.by.user_id
    if user_id is None:
        return Refusal(Reason.NEEDS_PERSON)
    if _repeats_approval(state, act):
        return Change(state, None)
    if state.stage is not Stage.IN_REVIEW:
        return Refusal(Reason.WRONG_STAGE)
    if not act.content == act.seen == state.content:
        return Refusal(Reason.CONTENT_CHANGED)
    is_last = state.position == len(route.positions) - 1
    if is_last != (act.command is Command.APPROVE):
        return Refusal(Reason.LAST_STEP if is_last else Reason.NOT_LAST_STEP)
    chosen = _step_for(route, state, act)
    if isinstance(chosen, Refusal):
        return chosen
    passed = Pass(chosen.step, user_id, chosen.on_behalf_of)
    if passed in state.passes:
        return Change(state, None)
    record = Record(act.command, chosen.step, chosen.on_behalf_of)
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


@dataclass(frozen=True, slots=True)
class _Voice:
    on_behalf_of: int | None
    step: str = ""


def _voice(by: Facts, permission: str) -> _Voice | Refusal:
    held = by.voices.get(permission)
    return _Voice(held[0]) if held else Refusal(Reason.NOT_PERMITTED)


def _step_for(route: Route, state: State, act: Act) -> _Voice | Refusal:
    """The open step that the person can pass and the name to do it in; else the most telling refusal."""
    refusals = []
    for step in route.positions[state.position]:
        if act.step not in {"", step.name}:
            continue
        for name in act.by.voices.get(step.permission, ()):
            reason = _objection(step, state, act.by, name)
            if reason is None:
                return _Voice(name, step.name)
            refusals.append(reason)
    return Refusal(refusals[0] if refusals else Reason.NOT_PERMITTED)


def _objection(step: Step, state: State, by: Facts, on_behalf_of: int | None) -> Reason | None:
    people = {by.user_id, on_behalf_of} - {None}
    assignee = state.assignees.get(step.name)
    if by.user_id in state.contributors:
        return Reason.OWN_WORK
    if on_behalf_of in state.contributors:
        return Reason.OWN_WORK_OF_GIVER
    if assignee is None and step.needs_assignment:
        return Reason.NEEDS_ASSIGNEE
    if assignee is not None and assignee not in people:
        return Reason.NOT_ASSIGNED_TO_YOU
    if any(each.step == step.name and each.people & people for each in state.passes):
        return Reason.ALREADY_DECIDED
    return None


def _return(route: Route, state: State, act: Act) -> Verdict:
    """Sending back makes nothing public, so people who worked on the content may do it too."""
    if state.stage is Stage.RETURNED:
        return Change(state, None)
    if state.stage is not Stage.IN_REVIEW:
        return Refusal(Reason.WRONG_STAGE)
    held = [
        (step, name) for step in open_steps(route, state) for name in _names_to_return(step, state, act.by)
    ]
    if not held:
        return Refusal(Reason.NOT_PERMITTED)
    if not act.reason.strip():
        return Refusal(Reason.NO_REASON_GIVEN)
    step, name = next(((step, name) for step, name in held if act.step == step.name), held[0])
    after = replace(
        state,
        stage=Stage.RETURNED,
        passes=(),
        assignees=state.assignees if route.keep_assignee else {},
    )
    return Change(after, Record(Command.RETURN, step.name, name))


def _names_to_return(step: Step, state: State, by: Facts) -> tuple[int | None, ...]:
    assignee = state.assignees.get(step.name)
    own = tuple(name for name in by.voices.get(step.permission, ()) if assignee in {None, by.user_id, name})
    return own + by.voices.get(step.assigned_by, ())


def _recall(route: Route, state: State, act: Act) -> Verdict:
    if state.stage is not Stage.APPROVED:
        return Refusal(Reason.WRONG_STAGE)
    last = len(route.positions) - 1
    names = [
        name
        for permission in (*(step.permission for step in route.positions[last]), route.publish)
        for name in act.by.voices.get(permission, ())
    ]
    if not names:
        return Refusal(Reason.NOT_PERMITTED)
    if not act.reason.strip():
        return Refusal(Reason.NO_REASON_GIVEN)
    after = replace(state, stage=Stage.IN_REVIEW, position=last, passes=())
    return Change(after, Record(Command.RECALL, on_behalf_of=names[0]))


def _publish(route: Route, state: State, act: Act) -> Verdict:
    """Approved content becomes public; who wrote it does not matter any more."""
    if state.stage is Stage.PUBLISHED:
        return Change(state, None)
    if state.stage is not Stage.APPROVED:
        return Refusal(Reason.WRONG_STAGE)
    if act.content != state.content:
        return Refusal(Reason.CONTENT_CHANGED)
    if act.go_live_at is not None and (act.now is None or act.go_live_at > act.now):
        return Refusal(Reason.NOT_DUE)
    voice = _voice(act.by, route.publish)
    if isinstance(voice, Refusal):
        return voice
    after = replace(state, stage=Stage.PUBLISHED, live=state.content, contributors=frozenset())
    return Change(after, Record(Command.PUBLISH, on_behalf_of=voice.on_behalf_of))


def _unpublish(route: Route, state: State, act: Act) -> Verdict:
    """What is withdrawn was perhaps wrong: its approval no longer excuses anyone who worked on it."""
    if not state.live:
        return Change(state, None) if state.stage is Stage.WITHDRAWN else Refusal(Reason.WRONG_STAGE)
    voice = _voice(act.by, route.withdraw)
    if isinstance(voice, Refusal):
        return voice
    if not act.reason.strip():
        return Refusal(Reason.NO_REASON_GIVEN)
    after = replace(state, live="", contributors=state.everyone, passes=())
    if state.stage is Stage.PUBLISHED:
        after = replace(after, stage=Stage.WITHDRAWN)
    elif state.stage in {Stage.IN_REVIEW, Stage.APPROVED}:  # decided by people who may count as authors now
        kept = {step: user for step, user in state.assignees.items() if user not in state.everyone}
        after = replace(after, stage=Stage.IN_REVIEW, position=0, assignees=kept)
    return Change(after, Record(Command.UNPUBLISH, on_behalf_of=voice.on_behalf_of))


def _with_contributors(state: State, people: frozenset[int]) -> State:
    return replace(state, contributors=state.contributors | people, everyone=state.everyone | people)


_RULES = {
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
