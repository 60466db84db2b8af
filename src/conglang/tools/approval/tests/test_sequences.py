"""Random sequences through the real services and the database, watched from outside."""

import random
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything
from conglang.tools.approval.gate import NotApproved
from conglang.tools.approval.hashing import content_hash
from conglang.tools.approval.models import Decision, Review
from conglang.tools.approval.refusals import Refused
from conglang.tools.approval.rules import Stage
from conglang.tools.approval.services import publish_due, set_route
from conglang.tools.approval.tests.conftest import NOW, Office, do, draft, lent, write
from conglang.tools.approval.tests.notices import SHORT, Notice

SEQUENCES = 500
ANY = [
    *["write", "attack", "clock", "submit", "take_back", "assign", "verify", "approve"],
    *["publish", "return_", "withdraw", "recall"],
]
LIKELY = {
    Stage.DRAFT: ["submit"],
    Stage.RETURNED: ["submit", "write"],
    Stage.WITHDRAWN: ["submit", "write"],
    Stage.IN_REVIEW: ["assign", "verify", "approve", "approve", "approve"],
    Stage.APPROVED: ["clock", "publish"],
    Stage.PUBLISHED: ["write", "withdraw", "attack"],
}


@dataclass
class Walk:
    """One notice on its way, and the test's own books about who worked on it."""

    office: Office
    chance: random.Random
    notice: Notice
    people: list[Actor]
    authors: set[int] = field(default_factory=set)
    all_authors: set[int] = field(default_factory=set)
    last_approval: int | None = None
    steps: int = 0

    def step(self) -> None:
        self.steps += 1
        by, was_live = self.chance.choice(self.people), self.notice.live
        stage = self.stage(Review.objects.get(object_id=self.notice.pk))
        verb = self.chance.choice(LIKELY[stage] if self.chance.random() < 0.6 else ANY)
        if verb == "write":
            write(self.notice, by, title=f"Bản {self.chance.randint(1, 3)}")
        elif verb == "attack":
            self.attack()
        elif verb == "clock":
            with everything("tests"):
                publish_due(now=NOW + timedelta(hours=self.chance.choice([0, 3])))
        else:
            self.command(verb, by)
        self.notice.refresh_from_db()
        self.book(by, was_live=was_live)

    def command(self, verb: str, by: Actor) -> None:
        more = {}
        if verb in {"return_", "withdraw", "recall"}:
            more["reason"] = "Xem lại"
        if verb == "return_":
            more["back_to"] = self.chance.choice(["", "verify"])
        if verb == "assign":
            more["assignee_id"] = self.chance.choice(self.people).user_id
        if verb in {"verify", "approve"}:
            shown = content_hash(self.notice.latest_revision_id)
            more["expected_hash"] = "f" * 64 if self.chance.random() < 0.1 else shown
        try:
            do(verb, self.notice, by, **more)
        except Refused:
            return

    def attack(self) -> None:
        row = Notice.objects.get(pk=self.notice.pk)
        approval = row.approval
        try:
            with transaction.atomic():
                way = self.chance.randint(1, 3)
                if way == 1:
                    row.publish(row.latest_revision, skip_permission_checks=True)
                elif way == 2:
                    row.live = True
                    row.save()
                elif approval is not None:
                    values = {"live": True, "approval": approval, "approved_hash": approval.sha256}
                    Notice.objects.filter(pk=row.pk).update(**values)
        except (NotApproved, IntegrityError):
            return

    def book(self, by: Actor, *, was_live: bool) -> None:
        """Note who worked on the content, and judge what is public with nothing but the stored rows."""
        notice = self.notice
        written = {r.user_id for r in notice.revisions} | {
            d.by_id for d in Decision.objects.filter(review__object_id=notice.pk, verdict="submit")
        }
        self.authors |= written - self.all_authors
        self.all_authors |= written
        if notice.live and notice.approval_id != self.last_approval:
            approval = notice.approval
            assert approval.sha256 == notice.approved_hash == content_hash(approval.revision_id)
            assert approval.revision.content["title"] == notice.title
            assert not {approval.approved_by_id, approval.on_behalf_of_id} & self.working(approval)
            self.last_approval = approval.pk
        if was_live and not notice.live:
            self.last_approval = None

    def working(self, approval) -> set[int]:
        """Everyone who stored a revision or submitted since the last publication before the approval."""
        history = list(Decision.objects.filter(review=approval.review).order_by("pk"))
        mine = max(d.pk for d in history if d.verdict == "approve" and d.content_hash == approval.sha256)
        earlier = [d for d in history if d.pk < mine]
        published = [d for d in earlier if d.verdict in {"publish", "unpublish"}]
        base = published[-1] if published and published[-1].verdict == "publish" else None
        submitters = {d.by_id for d in earlier if d.verdict == "submit" and (base is None or d.pk > base.pk)}
        revisions = self.notice.revisions.filter(pk__lte=approval.revision_id)
        if base is not None:
            old = approval.review.approvals.filter(sha256=base.content_hash, pk__lt=approval.pk).last()
            revisions = revisions.filter(pk__gt=old.revision_id)
        return submitters | {revision.user_id for revision in revisions} - {None}

    def rescue(self) -> bool:
        """Whether the board of the province brings the notice to the public from here."""
        first, second, now = self.office.board, self.office.board_two, NOW + timedelta(hours=9)
        for _ in range(8):
            review = Review.objects.get(object_id=self.notice.pk)
            turn = review.turns.filter(is_open=True).first()
            if self.stage(review) is Stage.PUBLISHED:
                return True
            if review.stage == Stage.APPROVED:
                do("publish", self.notice, first, now)
            elif review.stage != Stage.IN_REVIEW:
                do("submit", self.notice, first, now)
            elif turn.step == "verify" and turn.assignee_id != second.user_id:
                do("assign", self.notice, first, now, assignee_id=second.user_id)
            else:
                shown = content_hash(self.notice.latest_revision_id)
                do(turn.step, self.notice, second, now, expected_hash=shown)
        return False

    def stage(self, review: Review) -> Stage:
        """The stage of the newest content; what was taken down behind the review's back is withdrawn."""
        is_gone = review.stage == Stage.PUBLISHED and not self.notice.live
        return Stage.WITHDRAWN if is_gone else Stage(review.stage)


def test_500_random_sequences_publish_nothing_unapproved_and_end_nowhere(office):
    chance = random.Random(20261122)
    deputy = lent(lent(office.desk, office.head, Role.HEAD_EDITOR), office.editor, Role.FIELD_EDITOR)
    people = [office.writer, office.colleague, office.editor, office.head, office.head, deputy]
    dead, went_public, steps = [], 0, 0
    for number in range(SEQUENCES):
        if number == SEQUENCES // 2:
            with everything("tests"):
                route = {"unit_id": office.unit.pk, "kind": "notices.notice", "route": SHORT}
                set_route(**route, by=Actor.system("tests"), now=NOW)
        author = chance.choice(people)
        later = {"go_live_at": NOW + timedelta(hours=2)} if chance.random() < 0.3 else {}
        walk = Walk(office, chance, draft(office, author, **later), people)
        for _ in range(chance.randint(3, 9)):
            walk.step()
            went_public += walk.notice.live
        steps += walk.steps
        if not walk.rescue():
            dead.append(number)
    assert dead == []
    assert went_public > 100
    assert steps > 2_500


@pytest.mark.parametrize("number", [1, 2])
def test_the_watcher_would_notice_own_work(office, number):
    """The judge of the sequences is no ornament: it objects to an approval by an author."""
    walk = Walk(office, random.Random(number), draft(office, office.writer), [office.writer])
    do("submit", walk.notice, office.writer)
    do("assign", walk.notice, office.desk, assignee_id=office.editor.user_id)
    do("verify", walk.notice, office.editor)
    do("approve", walk.notice, office.head)
    walk.notice.refresh_from_db()
    assert walk.working(walk.notice.approval) == {office.writer.user_id}
