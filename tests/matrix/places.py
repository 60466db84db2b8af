"""A province with two communes in which there is something of everything, made as people make it.

Every text of a unit carries the unit's `word`, a nonsense that occurs nowhere else; what is not public
carries the `hidden` word instead. Names of units and sections carry none: they are public knowledge.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils.timezone import now as wall_clock
from PIL import Image as Picture
from wagtail.admin.models import EditingSession

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.models import Device, Invitation, Membership, User
from conglang.base.accounts.roles import Role
from conglang.base.accounts.rules import Appointment
from conglang.base.accounts.services.delegate import delegate
from conglang.base.accounts.services.invite import invite, new_link_secret
from conglang.base.ledger.outbox import deliver
from conglang.base.units.kinds import CustodyKind, HamletKind, UnitKind
from conglang.base.units.models import Department, Hamlet, Unit
from conglang.base.units.scope import everything, use_scope
from conglang.base.units.services.found_unit import found_unit
from conglang.base.units.services.give_custody import give_custody
from conglang.base.units.services.open_site import open_site
from conglang.content.calendars.models import Today
from conglang.content.newsroom.models import Article, ImportBatch, Reuse
from conglang.content.newsroom.routes import FULL
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.decide_reuse import decide_reuse
from conglang.content.newsroom.services.edit_article import edit_article
from conglang.content.newsroom.services.receive_file import IncomingFile
from conglang.content.newsroom.services.run_import import run_import
from conglang.content.newsroom.services.start_import import start_import
from conglang.content.newsroom.services.submit_batch import submit_batch
from conglang.content.newsroom.services.write_article import write_article
from conglang.content.newsroom.themes import Theme
from conglang.insight.statistics.models import PageDay, SectionDay
from conglang.kernel.clock import local_day
from conglang.kernel.ids import uuid7
from conglang.network.exchange.models import Feed, FeedItem, Use
from conglang.network.exchange.services.add_feed import add_feed
from conglang.tools.approval import services
from conglang.tools.approval.hashing import content_hash
from conglang.tools.approval.models import Absence, Told
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services.set_route import set_route
from conglang.tools.media.models import Document, Image
from conglang.tools.media.services.store import store_document, store_image
from conglang.tools.opinions.models import Usefulness
from conglang.tools.opinions.rules import ReadPage
from conglang.tools.opinions.services.give_opinion import give_opinion
from conglang.tools.opinions.services.send_report import send_report
from conglang.tools.pages.changing import kind_of
from conglang.tools.pages.models import (
    BannerPicture,
    Channel,
    ChannelKind,
    Section,
    SectionKind,
    SiteLink,
    TemplateVersion,
)
from conglang.tools.pages.services.lay_out import lay_out_sections, set_profile
from conglang.tools.pages.services.propose_change import propose_change
from conglang.tools.pagestore.models import NoticeLevel
from conglang.tools.pagestore.services.propose_notice import propose_notice
from conglang.tools.quotas.services.issue_key import Holder, issue_key
from conglang.tools.signing.models import AnchorKind, RevocationList, TrustAnchor, Verification
from conglang.tools.signing.rules import Report, Trouble
from tests.matrix.budgets import fill_budget
from tests.matrix.calendars import fill_calendar
from tests.matrix.campaigns import ask_from_above, fill_campaigns
from tests.matrix.civic import fill_civic
from tests.matrix.directory import fill_directory
from tests.matrix.disclosure import fill_disclosure
from tests.matrix.distribution import put_on_both_sites
from tests.matrix.documents import fill_register
from tests.matrix.duties import fill_duties
from tests.matrix.editing import speak_of_articles
from tests.matrix.guards import fill_guards, fill_proofs
from tests.matrix.mailbox import fill_mailbox
from tests.matrix.people import SYSTEM, Walker, acting, join, session_of
from tests.matrix.planning import fill_plan, fill_themes
from tests.matrix.postings import fill_postings
from tests.matrix.procedures import fill_catalogue, fill_procedures
from tests.matrix.royalties import fill_royalties
from tests.matrix.submissions import fill_submissions

SINCE = date(2026, 1, 1)
BASIS = "Quyết định 01/QĐ"
HERE = (Role.CONTRIBUTOR, Role.DEPARTMENT_HEAD, Role.FIELD_EDITOR, Role.DESK, Role.HEAD_EDITOR)
"""Roles that write; each has a draft of their own."""
IN_COMMUNE = tuple(role for role in Role if role is not Role.PROVINCE_ADMINISTRATOR)
"""The other one is given in provinces only."""


@dataclass(repr=False)
class Place:
    """A unit and what it owns. `things` lists the rows that addresses name, by model, in the same order."""

    unit: Unit
    word: str
    hidden: str
    host: str
    people: dict[Role, User] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    things: dict[type[Model], list[Any]] = field(default_factory=dict)
    token: str = ""
    seen: dict[str, str] = field(default_factory=dict)  # what a page of an article names, by its key

    def actor(self, role: Role) -> Actor:
        return acting(self.people[role], self.unit)

    def keep(self, *rows: Any) -> Any:
        """Remember rows for addresses; returns the first one."""
        for row in rows:
            self.things.setdefault(type(row), []).append(row)
        return rows[0]

    def everybody(self) -> list[User]:
        """Whoever works here and nowhere else."""
        return [*self.people.values(), *self.things.get(User, [])]

    def fingerprints(self) -> Iterator[str]:
        """What gives the unit away where it appears: its words, and names that only its own rows bear."""
        yield from (self.word, self.hidden)
        for model in (Image, Document):
            yield from (row.file_sha256 for row in self.things[model])
        yield from (str(row.uid) for row in self.articles.values())


@dataclass(repr=False)
class World:
    """What the matrix walks through: `ours` is tried by its people against `theirs`."""

    province: Place
    ours: Place
    theirs: Place
    walkers: dict[str, Walker] = field(default_factory=dict)


def lay_out_world(now: datetime) -> World:
    """The whole world, inside the caller's transaction."""
    with everything("the world of the matrix is laid out"):
        province = _place(None, "98", UnitKind.PROVINCE, "Sông Mây", "plimbera", now)
        ours = _place(province.unit, "98001", UnitKind.COMMUNE, "Bến Sen", "quamlidor", now)
        theirs = _place(province.unit, "98002", UnitKind.COMMUNE, "Gò Lau", "zuvortex", now)
        for kind in (CustodyKind.ADMINISTRATION, CustodyKind.AUDIT):
            give_custody(
                holder=province.unit, unit=province.unit, kind=kind, on=SINCE, legal_basis=BASIS,
                with_descendants=True, by=SYSTEM, now=now,
            )  # fmt: skip
        # the province's board edits for the one commune, and knows nothing of the other
        give_custody(
            holder=province.unit, unit=theirs.unit, kind=CustodyKind.CENTRAL_BOARD, on=SINCE,
            legal_basis=BASIS, by=SYSTEM, now=now,
        )  # fmt: skip
    for role in (Role.PROVINCE_ADMINISTRATOR, Role.AUDITOR, Role.HEAD_EDITOR):
        province.people[role] = join(f"{province.word}.{list(Role).index(role)}", province.unit, role)
    fill_catalogue(province.unit, SYSTEM, now)
    for place in (ours, theirs):
        for fill in (_staff, _furnish, fill_themes, _write, speak_of_articles, fill_proofs, _import):
            fill(place, now)
        fill_directory(place, SYSTEM, now)
        for fill in (fill_register, fill_postings, fill_disclosure, fill_budget, fill_calendar, fill_civic):
            fill(place, now)
        for fill in (fill_duties, fill_campaigns, fill_plan, fill_royalties, fill_submissions, fill_mailbox):
            fill(place, now)
        fill_procedures(place, SYSTEM, now)
    ask_from_above(province.actor(Role.HEAD_EDITOR), theirs, now)
    put_on_both_sites(province, (ours, theirs), now)
    with everything("what follows from events"):
        deliver(now=wall_clock() + timedelta(seconds=1), limit=5000)
        for place in (ours, theirs):  # each mail voids the links before it
            place.token = new_link_secret(place.things[Invitation][0])
    return World(province, ours, theirs)


def _place(parent: Unit | None, code: str, kind: UnitKind, name: str, word: str, now: datetime) -> Place:
    unit = found_unit(
        code=code, kind=kind, name=name, parent=parent, on=SINCE, legal_basis=BASIS, by=SYSTEM, now=now
    )
    host = f"c{code}.localhost"
    open_site(unit=unit, host=host, by=SYSTEM, now=now)
    lay_out_sections(by=SYSTEM, unit_id=unit.pk, now=now)
    place = Place(unit, word, f"{word}nhap", host)
    place.keep(unit)
    place.keep(*Section.objects.filter(unit=unit, kind=SectionKind.LIST).order_by("order", "pk"))
    return place


def _staff(place: Place, now: datetime) -> None:
    """Somebody in every role, an invitation that is out, a loan of a role, a device and a session."""
    for role in IN_COMMUNE:
        place.people[role] = join(f"{place.word}.{list(Role).index(role)}", place.unit, role)
    colleague = join(f"{place.word}.dongnghiep", place.unit, Role.CONTRIBUTOR)
    place.keep(place.people[Role.CONTRIBUTOR], colleague)
    admin, head = place.actor(Role.UNIT_ADMINISTRATOR), place.actor(Role.HEAD_EDITOR)
    with use_scope(admin.scope):
        place.keep(*Membership.objects.filter(user=colleague))
        invitation = invite(
            unit_id=place.unit.pk, email=f"moi@{place.word}.example", full_name=f"Lê Thị {place.word}",
            phone="", by=admin, now=now,
            appointment=Appointment(
                Role.CONTRIBUTOR, SINCE, f"9/QĐ-{place.word}", SINCE, f"UBND {place.word}"
            ),
        )  # fmt: skip
        place.keep(invitation)
    with use_scope(head.scope):
        own = Membership.objects.get(user=head.user_id)
        place.keep(
            delegate(
                membership_id=own.pk, receiver_id=colleague.pk, permissions=["newsroom.verify"],
                starts_on=SINCE, ends_on=date(2099, 1, 1), decision_number=f"8/QĐ-{place.word}",
                decided_on=SINCE, by=head, now=now,
            )
        )  # fmt: skip
    place.keep(
        Device.objects.create(
            user=place.people[Role.CONTRIBUTOR], token_hash=place.word, label=f"Máy {place.word}",
            first_seen_at=now, last_seen_at=now,
        )
    )  # fmt: skip
    place.keep(session_of(place.people[Role.CONTRIBUTOR], place.word))


def _furnish(place: Place, now: datetime) -> None:
    """Departments, hamlets, pictures, attachments, the facts of the site, a route of its own."""
    unit, word = place.unit, place.hidden
    with use_scope(SYSTEM.scope):
        place.keep(Department.objects.create(unit=unit, name=f"Phòng {word}"))
        place.keep(Hamlet.objects.create(unit=unit, kind=HamletKind.THON, name=f"{place.word} 2"))
        seen = {"unit": unit, "day": local_day(now), "section": place.word, "views": 5, "visits": 2}
        PageDay.objects.create(**seen, path=f"/{place.word}/")
        SectionDay.objects.create(**seen)
    desk = place.actor(Role.DESK)
    with use_scope(desk.scope):
        for name, colour in ((place.word, "green"), (word, "red")):
            picture = place.keep(
                store_image(
                    by=desk, unit_id=unit.pk, file=jpeg(colour, unit.pk), title=f"Ảnh {name}",
                    alt_text=f"Cảnh {name}", now=now,
                )
            )  # fmt: skip
            picture.get_rendition("max-165x165").file.close()
            picture.file.close()
            place.keep(
                store_document(
                    by=desk, unit_id=unit.pk, file=ContentFile(f"Văn bản {name}\n".encode(), f"{name}.txt"),
                    title=f"Tệp {name}", now=now,
                )
            )  # fmt: skip
        place.keep(
            propose_notice(
                by=desk, unit_id=unit.pk, level=NoticeLevel.WARNING, text=f"Bão gần bờ {word}",
                until=now + timedelta(days=1), now=now,
            ),
            add_feed(
                by=desk, unit_id=unit.pk, name=f"Cổng {word}", url=f"https://cong.example/{unit.pk}",
                use=Use.LINKS, section_id=None, now=now,
            ),
        )  # fmt: skip
    with use_scope(SYSTEM.scope):
        FeedItem.objects.create(
            unit=unit, feed=place.things[Feed][0], identity="1", link=f"https://cong.example/{word}",
            title=f"Tin cổng {word}", content_sha256="1", seen_at=now,
        )  # fmt: skip
        BannerPicture.objects.create(unit=unit, image=place.things[Image][0], alt_text=f"Cảnh {place.word}")
        Channel.objects.create(unit=unit, kind=ChannelKind.ZALO, name=f"Zalo {place.word}")
        address = f"https://{place.word}.example/"
        SiteLink.objects.create(unit=unit, name=f"Cổng {place.word}", address=address)
        TemplateVersion.objects.create(unit=unit, number=1, content={"sections": [], "blocks": []}, since=now)
        Today.objects.create(unit=unit, day=local_day(now))
        Absence.objects.create(unit=unit, path=f"/tin/{word}/", told=Told.ORDER, since=now)
        place.keep(
            TrustAnchor.objects.create(
                unit=unit, kind=AnchorKind.ROOT, fingerprint=word.ljust(64, "0"), subject=f"CN={word}",
                issuer=f"CN={word}", valid_from=now, valid_to=now + timedelta(days=30), source=f"1/CV {word}",
                proposed_at=now,
            )
        )  # fmt: skip
        RevocationList.objects.create(
            unit=unit, anchor=place.things[TrustAnchor][-1], content=b"", sha256=word, entries=0,
            issued_at=now, installed_at=now,
        )  # fmt: skip
        Verification.objects.create(
            unit=unit, document=place.things[Document][1], file_sha256=place.things[Document][1].file_sha256,
            report=Report(trouble=Trouble.BROKEN).plain(), is_valid=False, verified_at=now,
        )  # fmt: skip
        fill_guards(place, now)
        decide_reuse(by=SYSTEM, unit_id=unit.pk, reuse=Reuse.FREE, decision=f"1/QĐ {place.word}", now=now)
    page = ReadPage(unit.pk, uuid7(), f"/tin/{word}/", f"Trang {word}")
    give_opinion(page=page, answer=Usefulness.NO, words=f"Thiếu {word}", now=now)
    place.keep(send_report(page=page, text=f"Sai {word}", contact=word, now=now))
    admin = place.actor(Role.UNIT_ADMINISTRATOR)
    with use_scope(admin.scope):
        set_profile(
            by=admin, unit_id=unit.pk, now=now, authority=f"Ủy ban nhân dân {place.word}",
            emblem=place.things[Image][0], address=f"Số 1 đường {place.word}",
        )  # fmt: skip
        set_route(unit_id=unit.pk, kind="newsroom.article", route=FULL, by=admin, now=now)
        holder = Holder(
            organisation=f"Báo {word}", contact_name=f"Trần {word}", contact_email=f"bao@{word}.example",
            per_minute=60, valid_until=now.date() + timedelta(days=30),
        )  # fmt: skip
        place.keep(issue_key(by=admin, unit_id=unit.pk, holder=holder, now=now)[0])
        facts = kind_of("profile").present(unit.pk) | {"address": f"Số 2 đường {word}"}
        place.keep(propose_change(by=admin, unit_id=unit.pk, kind="profile", content=facts, now=now))


def _write(place: Place, now: datetime) -> None:
    """An article at every stage of its life, and a draft of everybody who writes."""
    for role in HERE:
        place.articles[f"draft of {role.value}"] = _draft(place, role, f"Nháp {len(place.articles)}", now)
    for name, until in STAGES.items():
        later = now + timedelta(days=30) if name == "scheduled" else None
        title = f"Bài {len(place.articles)}"
        article = _draft(place, Role.CONTRIBUTOR, title, now, is_public=name.startswith("live"), at=later)
        place.articles[name] = article
        for step in until:
            step(place, article, now)
    _edit(place, place.articles["live with a newer draft"], now)
    names = ["live", "draft of contributor", "live with a newer draft", "scheduled", "returned", "submitted"]
    with use_scope(SYSTEM.scope):
        for name in [*names, *(place.articles.keys() - set(names))]:
            article = place.keep(Article.objects.get(pk=place.articles[name].pk))
            place.articles[name] = article
            place.keep(article.latest_revision)
            place.seen[str(article.pk)] = content_hash(article.latest_revision_id)
            place.keep(
                EditingSession.objects.create(
                    user=place.people[Role.CONTRIBUTOR],
                    content_type=ContentType.objects.get_for_model(Article),
                    object_id=str(article.pk), last_seen_at=now,
                )
            )  # fmt: skip


def _draft(
    place: Place,
    role: Role,
    title: str,
    now: datetime,
    *,
    is_public: bool = False,
    at: datetime | None = None,
) -> Article:
    by, word = place.actor(role), place.word if is_public else place.hidden
    picture, attachment = (place.things[model][0 if is_public else 1] for model in (Image, Document))
    image = {"image": picture.pk, "decorative": False, "alt_text": f"Cảnh {word}"}
    content = ArticleContent(
        section_id=place.things[Section][0].pk,
        title=f"{title} {word}",
        summary=f"Tóm tắt {word}.",
        body=[
            {"id": "a1", "type": "text", "value": f"<p>Nội dung {word}.</p>"},
            {"id": "a2", "type": "picture", "value": {"picture": image, "caption": word}},
            {"id": "a3", "type": "attachment", "value": {"document": attachment.pk}},
        ],
        lead_id=picture.pk,
        lead_alt=f"Cảnh {word}",
        author_name=f"Trần {word}",
        author_address=f"Xóm {word}",
        department_id=None if is_public else place.things[Department][0].pk,
        theme_id=place.things[Theme][0 if is_public else 1].pk,
        source_name=f"Báo {word}",
        go_live_at=at,
    )
    with use_scope(by.scope):
        return write_article(by=by, content=content, now=now)


def _edit(place: Place, article: Article, now: datetime) -> None:
    by = place.actor(Role.FIELD_EDITOR)
    with use_scope(by.scope):
        row = Article.objects.get(pk=article.pk)
        content = ArticleContent(
            section_id=row.section_id, title=f"Bản mới {place.hidden}", author_name=f"Trần {place.word}",
            author_address=f"Xóm {place.word}", summary=f"Tóm tắt {place.hidden}",
        )  # fmt: skip
        edit_article(by=by, article_id=row.pk, expected_revision=row.version, content=content, now=now)


def _import(place: Place, now: datetime) -> None:
    """An import of a text and a picture, read and submitted."""
    by = place.actor(Role.FIELD_EDITOR)
    files = [
        IncomingFile(f"{place.hidden}/bai.txt", BytesIO(f"Bài {place.hidden}\n\nĐoạn văn.".encode())),
        IncomingFile(f"{place.hidden}/anh.jpg", jpeg("blue", place.unit.pk)),
        IncomingFile(f"{place.hidden}/xau.exe", BytesIO(b"MZ\x90\x00")),
    ]
    section = place.things[Section][0]
    with use_scope(by.scope):
        batch = start_import(
            by=by, section_id=section.pk, source_name=f"Trang cũ {place.hidden}", files=files, now=now
        )
    run_import(batch_id=batch.pk, clock=wall_clock)
    with use_scope(by.scope):
        submit_batch(by=by, batch_id=batch.pk, now=now)
        place.keep(ImportBatch.objects.get(pk=batch.pk))


def jpeg(colour: str, salt: int) -> BytesIO:
    """A small picture that no other unit has."""
    data = BytesIO()
    Picture.new("RGB", (60 + salt % 40, 40), colour).save(data, "JPEG")
    data.seek(0)
    return data


def _step(role: Role, verb: str, **more: Any) -> Any:
    def carry_out(place: Place, article: Article, now: datetime) -> None:
        by = place.actor(role)
        with use_scope(by.scope):
            row = Article.objects.get(pk=article.pk)
            given = dict(more)
            if verb in {"verify", "approve"}:
                given["expected_hash"] = standing(by, row, now=now).content
            if verb == "assign":
                given["assignee_id"] = place.people[Role.FIELD_EDITOR].pk
            if verb in {"return_", "withdraw"}:
                given["reason"] = f"Lý do {place.hidden}"
            getattr(services, verb)(item=row, by=by, now=now, **given)

    return carry_out


SUBMIT = _step(Role.CONTRIBUTOR, "submit")
ASSIGN = _step(Role.DESK, "assign")
VERIFY = _step(Role.FIELD_EDITOR, "verify")
APPROVE = _step(Role.HEAD_EDITOR, "approve")
ALL_THE_WAY = (SUBMIT, ASSIGN, VERIFY, APPROVE)
STAGES = {
    "submitted": (SUBMIT,),
    "assigned": (SUBMIT, ASSIGN),
    "verified": (SUBMIT, ASSIGN, VERIFY),
    "returned": (SUBMIT, ASSIGN, _step(Role.FIELD_EDITOR, "return_")),
    "scheduled": ALL_THE_WAY,
    "live": ALL_THE_WAY,
    "live with a newer draft": ALL_THE_WAY,
    "withdrawn": (*ALL_THE_WAY, _step(Role.DESK, "withdraw")),
}
