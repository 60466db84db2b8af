"""Lists of 100,000 articles in one commune, and publishing a change among them, beside stock Wagtail.

Bars: each list in at most 100 ms (median) and 12 queries; editing and publishing at most a quarter of what a
page of a stock Wagtail site takes at the same size, in the same run.

Lists, asked in-process by a signed-in contributor through all middleware: the editor's list of articles (its
first page, a far one, a search, a section), the desk's own list of all articles, and the public section's
page. Query counts include what signing in and the middleware ask.

Editing and publishing, ours: the contributor changes title and text of a public article (`edit_article`,
which stores a revision) and submits it, the head editor opens it and approves exactly that, and it is public.
Hash, approval, history and audit trail are all in the time. Stock: title and text of a page, then
`save_revision()` and `publish()` as the editor's "Publish" does, with the default search backend and the
reference index. Both run in alternating rounds, each with its own process, settings and SQLite file with the
same options; only the way of waiting for another writer differs, and there is none.

The articles are copies that the database makes of one that was written, submitted and approved by the
services, with titles, addresses, sections and times of their own; nine of ten are public. The guards of the
database watch the copying. Stock pages are copies in the same way, with the paths of their tree; their search
index is built by the backend.

    ./dev bench lists [--size 100000] [--rounds 3] [--trial]
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measuring.copies import copy_rows
from measuring.installation import environment, scratch
from measuring.report import Report
from measuring.roles import Process, play

MOST_MS, MOST_QUERIES, MOST_SHARE = 100, 12, 0.25
REPEATS = 15
UNIT, WRITER, APPROVER = "99102", "ctv.benmau", "truongban.benmau"
TEXT = "<p>" + "Đoạn văn về đường làng, mùa màng, trường học và nhà văn hóa. " * 8 + "</p>"


def body(mark: str) -> list[dict[str, str]]:
    """Six paragraphs, the last one with a mark."""
    return [
        {"type": "text", "value": TEXT * 5 + f"<p>{mark}</p>", "id": "5f1c8cbe-8c3c-4a56-9a5a-0d0f3f6f8a10"}
    ]


# --- ours --------------------------------------------------------------------------------------------


class Newsroom:
    """The two people of a commune who write and approve."""

    def __init__(self) -> None:
        from conglang.base.accounts.actor import actor_for
        from conglang.base.accounts.models import User
        from conglang.base.units.models import Unit
        from conglang.kernel.clock import now

        self.unit = Unit.objects.get(code=UNIT)
        self.users = [User.objects.get(username=name) for name in (WRITER, APPROVER)]
        self.writer, self.approver = (actor_for(user, self.unit.pk, now()) for user in self.users)

    def write(self) -> int:
        """A new public article."""
        from conglang.base.units.scope import use_scope
        from conglang.content.newsroom.services.content import ArticleContent
        from conglang.content.newsroom.services.write_article import write_article
        from conglang.kernel.clock import now
        from conglang.tools.pages.models import Section

        with use_scope(self.writer.scope):
            content = ArticleContent(
                section_id=Section.objects.get(unit=self.unit, key="news").pk, title="Bài mẫu",
                body=body("gốc"), summary="Tóm tắt.", author_name="Nguyễn Văn Mẫu", author_address="Thôn Thử",
            )  # fmt: skip
            article = write_article(by=self.writer, content=content, now=now())
        self.let_out(article)
        return int(article.pk)

    def change(self, pk: int, mark: str) -> None:
        """Edit a public article and publish the change."""
        from dataclasses import replace

        from conglang.base.units.scope import use_scope
        from conglang.content.newsroom.models import Article
        from conglang.content.newsroom.services.content import ArticleContent
        from conglang.content.newsroom.services.edit_article import edit_article
        from conglang.kernel.clock import now

        with use_scope(self.writer.scope):
            row = Article.objects.get(pk=pk)
            content = replace(ArticleContent.of(row), title=f"{row.title} {mark}", body=body(mark))
            article = edit_article(
                by=self.writer, article_id=pk, expected_revision=row.version, content=content, now=now()
            )
        self.let_out(article)

    def let_out(self, article: Any) -> None:
        """Submit and approve."""
        from conglang.base.units.scope import use_scope
        from conglang.kernel.clock import now
        from conglang.tools.approval.queries import standing
        from conglang.tools.approval.services.approve import approve
        from conglang.tools.approval.services.submit import submit

        with use_scope(self.writer.scope):
            submit(item=article, by=self.writer, now=now())
        with use_scope(self.approver.scope):
            row = type(article).objects.get(pk=article.pk)
            seen = standing(self.approver, row, now=now()).content
            review = approve(item=row, expected_hash=seen, by=self.approver, now=now())
        if review.stage != "published":
            raise AssertionError(f"article {article.pk} is {review.stage}")


def ours(size: int, rounds: int, edits: int) -> dict[str, Any]:
    """Fill, ask the lists, then change articles whenever told."""
    from django.core.management import call_command

    from conglang.base.units.scope import everything
    from conglang.config.demo.empty import bring_up_to_date
    from conglang.config.demo.load import load_demo
    from conglang.kernel.clock import now

    bring_up_to_date()
    call_command("collectstatic", interactive=False, verbosity=0)
    load_demo(now())
    newsroom = Newsroom()
    first = newsroom.write()
    began = time.perf_counter()
    with everything("fill a measurement"):
        last = fill(first, size)
    filled = time.perf_counter() - began
    lists = ask_lists(newsroom, size)
    newsroom.change(last - 1, "lần thử")
    took = in_rounds(rounds, edits, lambda n: newsroom.change(last - 2 - n, f"sửa {n}"))
    return {"lists": lists, "took": took, "filled": filled}


def fill(first: int, size: int) -> int:
    """Copies of the article with everything that belongs to it; the key of the last one."""
    from django.db import connection, transaction
    from django.db.models import Max
    from wagtail.models import Revision

    from conglang.content.newsroom.models import Article
    from conglang.tools.approval.models import Contribution, Decision, Review
    from conglang.tools.pages.models import Section, SectionKind

    article = Article.objects.get(pk=first)
    review = Review.objects.select_related("approval").get(object_id=first, content_type__model="article")
    approval = review.approval
    assert approval is not None
    tops = {
        model: model.objects.aggregate(top=Max("pk"))["top"]
        for model in (Article, Revision, Review, type(approval), Contribution, Decision)
    }
    pk, revision, in_review, granted = (
        f"({tops[m]} + n)" for m in (Article, Revision, Review, type(approval))
    )
    kinds = Section.objects.filter(unit=article.unit, kind=SectionKind.LIST).values_list("pk", flat=True)
    sections = "CASE n % 10 " + "".join(f"WHEN {n} THEN {key} " for n, key in enumerate(kinds[:9]))
    sections += f"ELSE {article.section_id} END"
    is_live, title = "(n % 10 <> 3)", "'Bài số ' || n || ' về việc làng việc xã năm ' || (2000 + n % 26)"
    at = "strftime('%Y-%m-%d %H:%M:%S', '2010-01-01', (n * 80) || ' minutes')"
    new = f"'$.pk', {pk}, '$.title', {title}, '$.slug', 'bai-so-' || n, '$.section', {sections}"
    content = f"json_set(t.content, {new})"
    with transaction.atomic():
        copy_rows(connection, "newsroom_article", first, size, {
            "id": pk, "uid": "lower(hex(randomblob(16)))", "title": title, "slug": "'bai-so-' || n",
            "title_folded": "'bai so ' || n || ' ve viec lang viec xa nam ' || (2000 + n % 26)",
            "section_id": sections, "live": "0", "approval_id": "NULL", "approved_hash": "''",
            "latest_revision_id": revision, "live_revision_id": f"CASE WHEN {is_live} THEN {revision} END",
            "first_published_at": f"CASE WHEN {is_live} THEN {at} END",
            "last_published_at": f"CASE WHEN {is_live} THEN {at} END",
        })  # fmt: skip
        copy_rows(connection, "wagtailcore_revision", article.latest_revision_id, size, {
            "id": revision, "object_id": pk, "created_at": at, "object_str": title, "content": content,
        })  # fmt: skip
        copy_rows(connection, "approval_review", review.pk, size, {
            "id": in_review, "object_id": pk, "title": title, "content_hash": "printf('%064x', n)",
            "approval_id": f"CASE WHEN {is_live} THEN {granted} END",
            "stage": f"CASE WHEN {is_live} THEN 'published' ELSE 'draft' END",
        })  # fmt: skip
        copy_rows(connection, "approval_approval", approval.pk, size, {
            "id": granted, "object_id": pk, "review_id": in_review, "revision_id": revision,
            "sha256": "printf('%064x', n)", "at": at,
        })  # fmt: skip
        for model, table in ((Contribution, "approval_contribution"), (Decision, "approval_decision")):
            source = model.objects.filter(review=review).latest("pk").pk
            copy_rows(connection, table, source, size, {"id": f"({tops[model]} + n)", "review_id": in_review})
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE newsroom_article SET live = 1, approval_id = a.id, approved_hash = a.sha256 "
                "FROM approval_approval a WHERE a.object_id = newsroom_article.id "
                "AND newsroom_article.id > %s AND newsroom_article.live_revision_id IS NOT NULL",
                [tops[Article]],
            )
            cursor.execute("ANALYZE")
    # the last ones to be changed are public
    return int(tops[Article]) + size - size % 10


def ask_lists(newsroom: Newsroom, size: int) -> dict[str, dict[str, Any]]:
    """Milliseconds and number of queries of each list."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from conglang.base.units.models import Site
    from conglang.base.units.scope import everything
    from conglang.tools.pages.models import Section

    with everything("the address of a section"):
        section = Section.objects.get(unit=newsroom.unit, key="news")
    host = Site.objects.get(unit=newsroom.unit).host
    editor = "/soan-thao/snippets/newsroom/article/"
    pages = {
        "editor's list": (settings.DESK_HOST, editor),
        "editor's list, far page": (settings.DESK_HOST, f"{editor}?p={size // 50}"),
        "editor's list, search": (settings.DESK_HOST, f"{editor}?q=lang+2013"),
        "editor's list, one section": (settings.DESK_HOST, f"{editor}?section={section.pk}"),
        "desk's list": (settings.DESK_HOST, "/tin-bai/"),
        "desk's list, far page": (settings.DESK_HOST, f"/tin-bai/?page={size // 50}"),
        "desk's list, drafts": (settings.DESK_HOST, "/tin-bai/?trang-thai=draft"),
        "desk's list, public, far page": (
            settings.DESK_HOST,
            f"/tin-bai/?trang-thai=published&page={size // 50}",
        ),
        "public section": (host, f"/{section.slug}/"),
    }
    client = Client()
    client.force_login(newsroom.users[0], backend="conglang.base.accounts.backends.UnitRoleBackend")
    found = {}
    for name, (at, place) in pages.items():
        visitor = client if at == settings.DESK_HOST else Client()

        def ask(visitor: Client = visitor, place: str = place, at: str = at) -> None:
            answer = visitor.get(place, headers={"host": at})
            if answer.status_code != 200:
                raise AssertionError(f"{place} answered {answer.status_code}")

        ask()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ask()
        found[name] = {"queries": len(queries), "ms": [timed(ask) * 1000 for _ in range(REPEATS)]}
        if name == "editor's list" and "QUERIES" in os.environ:
            print(*(query["sql"][:300] for query in queries.captured_queries), sep="\n", file=sys.stderr)
    return found


# --- stock -------------------------------------------------------------------------------------------


def stock(size: int, rounds: int, edits: int) -> dict[str, Any]:
    """Fill a tree, index it, then change pages whenever told."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.db.models import Max
    from modelsearch.backends import get_search_backend
    from wagtail.models import Page, Revision

    from stock.models import Folder, News

    call_command("migrate", verbosity=0)
    person = get_user_model().objects.create_superuser("editor", "editor@example.org", "x")
    folder = Page.objects.get(depth=1).add_child(instance=Folder(title="Tin"))
    first = folder.add_child(
        instance=News(title="Bài mẫu", summary="Tóm tắt.", author_name="Mẫu", body=body("gốc"))
    )
    first.save_revision(user=person).publish(user=person)
    first.refresh_from_db()
    began = time.perf_counter()
    page, revision = (f"({m.objects.aggregate(top=Max('pk'))['top']} + n)" for m in (Page, Revision))
    title = "'Bài số ' || n || ' về việc làng việc xã năm ' || (2000 + n % 26)"
    connection.connection.create_function("step", 1, lambda n: Page._int2str(n + 1).rjust(Page.steplen, "0"))
    with transaction.atomic():
        copy_rows(connection, "wagtailcore_page", first.pk, size, {
            "id": page, "path": f"'{folder.path}' || step(n)", "title": title, "draft_title": title,
            "slug": "'bai-so-' || n", "url_path": f"'{folder.url_path}' || 'bai-so-' || n || '/'",
            "translation_key": "lower(hex(randomblob(16)))", "latest_revision_id": revision,
            "live_revision_id": revision,
        })  # fmt: skip
        copy_rows(connection, "stock_news", first.pk, size, {"page_ptr_id": page})
        copy_rows(connection, "wagtailcore_revision", first.latest_revision_id, size, {
            "id": revision, "object_id": page, "object_str": title,
            "content": f"json_set(t.content, '$.pk', {page}, '$.title', {title}, '$.slug', 'bai-so-' || n, "
            f"'$.path', '{folder.path}' || step(n), '$.draft_title', {title})",
        })  # fmt: skip
        Page.objects.filter(pk=folder.pk).update(numchild=size + 1)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    index = get_search_backend().get_index_for_model(News)
    keys = list(News.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), 5000):
        index.add_items(News, list(News.objects.filter(pk__in=keys[start : start + 5000])))
    filled = time.perf_counter() - began

    def change(key: int, mark: str) -> None:
        item = Page.objects.get(pk=key).specific.get_latest_revision_as_object()
        item.title = f"{item.title} {mark}"
        item.body = item.body.stream_block.to_python(body(mark))
        item.save_revision(user=person, log_action=True).publish(user=person)

    change(keys[-1], "lần thử")
    took = in_rounds(rounds, edits, lambda n: change(keys[-2 - n], f"sửa {n}"))
    return {"took": took, "filled": filled}


# --- the measurement ---------------------------------------------------------------------------------


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_rounds(rounds: int, edits: int, work: Callable[[int], object]) -> list[float]:
    """Do so many edits whenever told; the milliseconds of all."""
    took = []
    for each in range(rounds):
        print("ready", flush=True)
        sys.stdin.readline()
        took += [timed(lambda n=n: work(n)) * 1000 for n in range(each * edits, (each + 1) * edits)]
    print("ready", flush=True)
    return took


def main() -> int:
    """Fill both sites, then let them work in turn."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--edits", type=int, default=10, help="in each round")
    parser.add_argument("--trial", action="store_true", help="leave results.md alone")
    parser.add_argument("--role", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        play({"ours": ours, "stock": stock}[options.role])
    report = Report("lists", f"Lists of {options.size:,} articles, and a change among them")
    work = {"size": options.size, "rounds": options.rounds, "edits": options.edits}
    with scratch() as folder:
        (folder / "data").mkdir()
        variables = environment(folder / "data")
        peer = variables | {
            "DJANGO_SETTINGS_MODULE": "stock.settings", "STOCK_DATA": str(folder),
            "PYTHONPATH": str(Path(__file__).parent),
        }  # fmt: skip
        both = [Process(__file__, "ours", variables, **work)]
        both[0].wait_until_ready()
        both.append(Process(__file__, "stock", peer, **work))
        both[1].wait_until_ready()
        for _ in range(options.rounds):
            for each in both:
                each.go()
                each.wait_until_ready()
        own, other = (each.result() for each in both)
    for name, measured in own["lists"].items():
        report.add(name, measured["ms"], "ms", f"≤ {MOST_MS}")
        report.add(f"{name}, queries", measured["queries"], "", f"≤ {MOST_QUERIES}")
    report.add("edit, submit, approve and publish: ours", own["took"], "ms")
    report.add("edit and publish: stock Wagtail", other["took"], "ms")
    share = statistics.median(own["took"]) / statistics.median(other["took"])
    report.add("ours, as a share of stock", share, "", f"≤ {MOST_SHARE}")
    report.notes.append(
        f"Filling took {own['filled']:.0f} s, and {other['filled']:.0f} s of stock with its search index."
    )
    return report.finish(write=not options.trial)


if __name__ == "__main__":
    sys.exit(main())
