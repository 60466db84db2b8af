"""Random ways of articles through the board: 1,000 over HTTP, each command as somebody's browser sends it.

Bar: nothing is public that was not approved as it is, by somebody who wrote none of it and sent none of it
in, and from wherever an article was left, the board brings it to the public, with two who stand in where all
others have written.

People of five roles write, change, submit, take back, assign, verify, return, approve, recall, publish and
withdraw at random on the desk: the page of the article first, then the command with what was on the screen,
sometimes with what was there before. What is public is judged by the stored rows alone. Each processor walks
its share, with a commune of its own. The pure core walks 100,000 such ways in its tests, the services 500.

    ./dev bench sequences [--number 1000] [--trial]
"""

import argparse
import os
import random
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

from measuring.installation import environment, scratch
from measuring.report import Report
from measuring.roles import Process, play

BACKEND = "conglang.base.accounts.backends.UnitRoleBackend"
WAYS = ["gui-duyet", "rut-lai", "phan-cong", "tham-dinh", "tra-lai", "phe-duyet", "thu-hoi", "dang", "go-bai"]
LIKELY = {
    "draft": ["gui-duyet"],
    "returned": ["gui-duyet", "sua"],
    "withdrawn": ["gui-duyet", "sua"],
    "in_review": ["phan-cong", "tham-dinh", "phe-duyet", "phe-duyet"],
    "approved": ["dang"],
    "published": ["sua", "go-bai"],
}
USUAL = {
    "gui-duyet": "writer",
    "phan-cong": "desk",
    "tham-dinh": "editor",
    "phe-duyet": "head",
    "dang": "desk",
}
SEED = 20261123
SEEN = re.compile(r"da-xem=([0-9a-f]{64})")


class Board:
    """The people of a commune, each with a browser at the desk."""

    def __init__(self) -> None:
        from django.conf import settings
        from django.test import Client

        from conglang.base.accounts.actor import Actor
        from conglang.base.accounts.models import User
        from conglang.base.accounts.roles import Role
        from conglang.base.accounts.services.second_factor import enrol_second_factor
        from conglang.content.newsroom.tests import conftest as world
        from conglang.kernel.clock import now

        self.home, self.browsers = world.commune("98001", "Hòa Bến"), {}
        self.everyday = [actor.user_id for actor in self.home.people.values()]
        for name, role in (("second_editor", Role.FIELD_EDITOR), ("second_head", Role.HEAD_EDITOR)):
            self.home.people[name] = world.person(name, self.home.unit, role)
        for actor in self.home.people.values():
            person = User.objects.get(pk=actor.user_id)
            User.objects.filter(pk=person.pk).update(password_changed_at=now())
            enrol_second_factor(user=person, secret="JBSWY3DPEHPK3PXP", by=Actor.system("bench"), now=now())
            client = Client(headers={"host": settings.DESK_HOST}, raise_request_exception=False)
            client.force_login(person, backend=BACKEND)
            self.browsers[person.pk] = client
        self.answers: Counter[int] = Counter()
        self.seen = ""

    def ids(self, *names: str) -> list[int]:
        """Of people by their names in the board."""
        return [self.home.people[name].user_id for name in names]

    def command(self, who: int, article: Any, slug: str, chance: random.Random, to: int = 0) -> None:
        """Look at the article, then give the command, one time in ten with what was on the screen before.

        An article is assigned to somebody by chance, or to the one who is named.
        """
        client, at = self.browsers[who], f"/tin-bai/{article.pk}/"
        found = SEEN.search(client.get(at).content.decode())
        before, self.seen = self.seen, found[1] if found else self.seen
        if slug == "sua":
            self.write(who, article, f"Bản {chance.randint(1, 3)}")
            return
        form = {
            "seen": before if before and chance.random() < 0.1 else self.seen,
            "reason": "Xem lại chỗ này.",
            "person": str(to or chance.choice(self.ids("editor", "colleague", "desk"))),
        }
        self.answers[client.post(f"{at}viec/{slug}/", form).status_code] += 1

    def write(self, who: int, article: Any, title: str) -> None:
        """Another text by somebody, sent as the form sends it."""
        client, at = self.browsers[who], f"/tin-bai/{article.pk}/sua/"
        page = client.get(at)
        if page.status_code != 200:
            self.answers[page.status_code] += 1
            return
        form = page.context["form"]
        given = {field.html_name: field.value() for field in form}
        given = {name: value for name, value in given.items() if value not in (None, False, "")}
        hidden = re.findall(r'name="(\w+)" value="([^"]*)"', page.content.decode())
        kept = {name: value for name, value in hidden if name != "csrfmiddlewaretoken"}
        self.answers[client.post(at, kept | given | {"title": title}).status_code] += 1


def faults(article: Any) -> list[str]:
    """What the stored rows say against an article being public."""
    from conglang.tools.approval.hashing import content_hash
    from conglang.tools.approval.models import Decision

    if not article.live:
        return []
    approval = article.approval
    if approval is None:
        return ["public without an approval"]
    found = []
    if not approval.sha256 == article.approved_hash == content_hash(approval.revision_id):
        found.append("public in another form than approved")
    history = list(Decision.objects.filter(review=approval.review).order_by("pk"))
    mine = max(
        each.pk for each in history if each.verdict == "approve" and each.content_hash == approval.sha256
    )
    before = [each for each in history if each.pk < mine]
    since = max((each.pk for each in before if each.verdict == "publish"), default=0)
    senders = {each.by_id for each in before if each.verdict == "submit" and each.pk > since}
    earlier = [each for each in before if each.pk == since]
    revisions = article.revisions.filter(pk__lte=approval.revision_id)
    if earlier:
        old = approval.review.approvals.filter(sha256=earlier[0].content_hash, pk__lt=approval.pk).last()
        revisions = revisions.filter(pk__gt=old.revision_id) if old else revisions
    if {approval.approved_by_id, approval.on_behalf_of_id} & (
        senders | {each.user_id for each in revisions}
    ) - {None}:
        found.append("approved by somebody who worked on it")
    return found


def rescue(board: Board, article: Any, chance: random.Random) -> bool:
    """Whether the board brings an article to the public from where it was left."""
    from conglang.tools.approval.models import Review

    writer, desk, editor, head = board.ids("writer", "desk", "second_editor", "second_head")
    for _turn in range(12):
        article.refresh_from_db()
        review = Review.objects.filter(object_id=article.pk).first()
        if article.live and review is not None and review.stage == "published":
            return True
        stage = review.stage if review else "draft"
        if stage == "approved":
            board.command(desk, article, "dang", chance)
        elif stage != "in_review":
            board.command(writer, article, "gui-duyet", chance)
        else:
            board.command(desk, article, "phan-cong", chance, to=editor)
            board.command(editor, article, "tham-dinh", chance)
            board.command(head, article, "phe-duyet", chance)
    return False


def walk(number: int, seed: int) -> dict[str, Any]:
    """So many ways, one after another."""
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    from conglang.base.units.scope import everything
    from conglang.config.demo.empty import bring_up_to_date
    from conglang.content.newsroom.tests import conftest as world
    from conglang.tools.approval.models import Review

    bring_up_to_date()
    call_command("collectstatic", interactive=False, verbosity=0)
    setup_test_environment(debug=False)  # answers carry their forms
    with everything("a measurement"):
        board = Board()
    chance, began, found, dead, public = random.Random(seed), time.perf_counter(), Counter(), 0, 0
    people, steps = board.everyday, 0
    for at in range(number):
        article = world.write(board.home, title=f"Tin thứ {at}")
        for _step in range(chance.randint(4, 12)):
            with everything("a measurement"):
                review = Review.objects.filter(object_id=article.pk).first()
            likely = LIKELY.get(review.stage if review else "draft", WAYS)
            slug = chance.choice(likely if chance.random() < 0.6 else [*WAYS, "sua"])
            usual = (
                [board.home.people[USUAL[slug]].user_id] if slug in USUAL and chance.random() < 0.6 else []
            )
            board.command(chance.choice(usual or people), article, slug, chance)
            steps += 1
            with everything("a measurement"):
                article.refresh_from_db()
                public += article.live
                found.update(faults(article))
        with everything("a measurement"):
            dead += not rescue(board, article, chance)
            public += article.live
            found.update(faults(article))
    return {
        "found": found, "dead": dead, "steps": steps, "public": public, "answers": board.answers,
        "seconds": time.perf_counter() - began,
    }  # fmt: skip


def main() -> int:
    """Walk, and count what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--number", type=int, default=1_000)
    parser.add_argument("--trial", action="store_true", help="print only")
    parser.add_argument("--role", choices=["walk"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        play(walk)
    report = Report("sequences", f"{options.number:,} random ways of articles over HTTP")
    walkers = os.cpu_count() or 1
    with scratch() as folder:
        started = []
        for part in range(walkers):
            data = folder / str(part)
            data.mkdir()
            env = environment(data) | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")}
            env["CONGLANG_LOG_LEVEL"] = "CRITICAL"  # most commands are refused, as they should be
            share = len(range(part, options.number, walkers))
            started.append(Process(__file__, "walk", env, number=share, seed=SEED + part))
        parts = [process.result() for process in started]
    done: Counter[str] = Counter()
    answers: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for each in parts:
        done.update({name: each[name] for name in ("steps", "public", "dead")})
        answers.update(each["answers"])
        found.update(each["found"])
    report.add("steps", done["steps"], "")
    report.add("times at which an article was public", done["public"], "", f"≥ {options.number}")
    report.add("public without being approved", sum(found.values()), "", "≤ 0")
    report.add("articles that nobody could bring to the public", done["dead"], "", "≤ 0")
    report.add("answers that were errors", answers["500"], "", "≤ 0")
    report.add("seconds", max(each["seconds"] for each in parts), "s")
    told = ", ".join(f"{number} × {status}" for status, number in sorted(answers.items()))
    wrong = "; ".join(f"{number} × {what}" for what, number in sorted(found.items()))
    report.notes = [f"Answers to commands: {told}.", *([f"Wrong: {wrong}."] if wrong else [])]
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    raise SystemExit(main())
