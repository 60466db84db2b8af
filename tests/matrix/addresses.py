"""Every address of the desk and of the public sites, with the ids of one's own, of the neighbour, of nothing.

What a parameter means is declared here. An open address with a parameter of which nothing is declared is a
fault of its own, so that nobody adds an address that nobody tries. Doors that the editor's guard keeps closed
look at no parameter: any value does for them, and the known ones get ids of real things all the same.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import cache
from itertools import combinations

from allauth.usersessions.models import UserSession
from django.db.models import Model
from django.urls import resolve
from django.utils.http import int_to_base36
from wagtail.admin.models import EditingSession
from wagtail.models import Revision

from conglang.base.accounts.audience import Audience, Circle, audience_of
from conglang.base.accounts.models import Delegation, Device, Invitation, Membership, User
from conglang.base.accounts.permissions import registered
from conglang.base.accounts.roles import Role
from conglang.base.duties.models import CalendarDay, Duty, Rule
from conglang.base.units.models import Department, Hamlet, Unit
from conglang.citizens.cases.models import Attachment, Case, CaseAnswer
from conglang.citizens.polls.models import Poll
from conglang.citizens.questions.models import Answer, Question
from conglang.content.budgets.models import BudgetItem
from conglang.content.calendars.models import Entry
from conglang.content.calendars.rules import monday_of
from conglang.content.campaigns.models import Ask, Campaign, ReplyFile
from conglang.content.directory.kinds import KINDS
from conglang.content.directory.models import Business, Official, ReceptionDesk
from conglang.content.disclosure.models import Paper
from conglang.content.documents.models import Drop, OfficialDocument
from conglang.content.documents.views.closing import SLUG as CLOSING
from conglang.content.newsroom.models import Article, ImportBatch
from conglang.content.newsroom.themes import Theme
from conglang.content.planning.models import Assignment
from conglang.content.postings.models import Posting
from conglang.content.procedures.models import LocalNote, ProcedureImport
from conglang.content.royalties.models import MonthSheet, Payee, Work
from conglang.content.submissions.models import Original, Submission
from conglang.content.supervision.models import Round
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.network.exchange.models import Feed
from conglang.tools.approval.wording import SLUGS
from conglang.tools.distribution.models import Line, LocalRemark
from conglang.tools.guards.models import Stop
from conglang.tools.mailbox.models import Letter, MailAccount
from conglang.tools.media.models import Document, Image
from conglang.tools.opinions.models import PageReport
from conglang.tools.pages.models import PageChange, Section
from conglang.tools.pagestore.models import UrgentNotice
from conglang.tools.quotas.models import ApiKey
from conglang.tools.signing.models import TrustAnchor
from conglang.tools.support.models import Difficulty
from conglang.workspace.editor import closed
from tests.architecture.routes import Route, routes
from tests.matrix import consultations, payments, readable
from tests.matrix.budgets import seen_budget
from tests.matrix.calendars import seen_key
from tests.matrix.cases import seen_case_answer
from tests.matrix.directory import entry_key
from tests.matrix.distribution import remark_key
from tests.matrix.documents import seen_document
from tests.matrix.patterns import holes
from tests.matrix.people import Walker
from tests.matrix.places import Place
from tests.matrix.postings import seen_posting
from tests.matrix.procedures import note_key
from tests.matrix.questions import seen_answer

DESK, PUBLIC = "conglang.config.urls_desk", "conglang.config.urls_public"

# what a key in an address names: by the address's name, by its namespace, or by the parameter alone
NAMED: dict[str, type[Model]] = {
    "workspace:item": Article,
    "submissions:sheet": Submission,
    "cases:case": Case,
    **dict.fromkeys(("cases:file", "cases:cover"), Attachment),
    **dict.fromkeys(("support:difficulty", "support:picture"), Difficulty),
    **dict.fromkeys(("cases:answer", "cases:change", "cases:command"), CaseAnswer),
    "submissions:file": Original,
    "workspace:change": Article,
    "workspace:compare": Article,
    "workspace:share": Article,
    **dict.fromkeys(("workspace:parts", "workspace:new_part", "workspace:part"), Article),
    "workspace:command": Article,
    "workspace:proof": Article,
    "workspace:hold": Article,
    "workspace:import_batch": ImportBatch,
    "workspace:import_progress": ImportBatch,
    "workspace:import_command": ImportBatch,
    "workspace:department": Department,
    "workspace:place_department": Department,
    "workspace:remove_department": Department,
    "workspace:hamlet": Hamlet,
    "workspace:remove_hamlet": Hamlet,
    "workspace:page_change": PageChange,
    "workspace:front_change_preview": PageChange,
    "workspace:revoke_api_key": ApiKey,
    "workspace:page_report": PageReport,
    "workspace:stopped_item": Stop,
    "workspace:redact": Article,
    **dict.fromkeys(("mailbox:letter", "mailbox:file"), Letter),
    "mailbox:account": MailAccount,
    "workspace:languages": Article,
    "workspace:trust_anchor": TrustAnchor,
    "workspace:confirm_trust_anchor": TrustAnchor,
    "workspace:retire_trust_anchor": TrustAnchor,
    **dict.fromkeys(("exchange:feed", "exchange:read_now", "exchange:confirm", "exchange:stop"), Feed),
    **dict.fromkeys(("workspace:notice", "workspace:confirm_notice", "workspace:end_notice"), UrgentNotice),
    "workspace:unit": Unit,
    "workspace:open_site": Unit,
    "workspace:move_site": Unit,
    "workspace:hand_over": Unit,
    "workspace:take_back": Unit,
    **dict.fromkeys(("duties:duty", "duties:act"), Duty),
    "duties:confirm_rule": Rule,
    **dict.fromkeys(("duties:confirm_day", "duties:withdraw_day"), CalendarDay),
    **dict.fromkeys(("calendars:entry", "calendars:change", "calendars:cancel", "calendars:command"), Entry),
    **{f"directory:{kind.name}": kind.model for kind in KINDS},
    **{f"directory:change_{kind.name}": kind.model for kind in KINDS},
    **{f"directory:{kind.name}_command": kind.model for kind in KINDS},
    **dict.fromkeys(
        ("procedures:import", "procedures:confirm_import", "procedures:withdraw_import"), ProcedureImport
    ),
    "disclosure:paper": Paper,
    "campaigns:campaign": Campaign,
    "campaigns:ask": Ask,
    "campaigns:file": ReplyFile,
    **dict.fromkeys(("documents:document", "documents:change", "documents:command"), OfficialDocument),
    **dict.fromkeys((f"postings:{name}" for name in ("posting", "change", "command", "log")), Posting),
    **dict.fromkeys(("documents:check", "documents:page"), OfficialDocument),
    "documents:dropped": Drop,
    "questions:question": Question,
    "polls:poll": Poll,
    **(consultations.NAMED | payments.NAMED),
    **dict.fromkeys(("questions:answer", "questions:change", "questions:command"), Answer),
    "planning:assignment": Assignment,
    "supervision:round": Round,
    "royalties:sheet": MonthSheet,
    "royalties:work": Work,
    "royalties:payee": Payee,
    **dict.fromkeys(("workspace:sheet", "workspace:takedown"), Article),
    "workspace:received_item": Line,
    **dict.fromkeys(("workspace:remark", "workspace:change_remark", "workspace:remark_command"), LocalRemark),
    **dict.fromkeys(("procedures:note", "procedures:change_note", "procedures:note_command"), LocalNote),
    **dict.fromkeys(("budgets:item", "budgets:change", "budgets:command"), BudgetItem),
    "portal:person": Official,
    "portal:department": Department,
    "portal:department_cards": Department,
    "portal:hamlet": Hamlet,
    "portal:reception": ReceptionDesk,
    "portal:business": Business,
    "forget_device": Device,
    "close_session": UserSession,
    "take_back": Delegation,
    "take_invitation_back": Invitation,
    "end_role": Membership,
    "person": User,
    "new_role": User,
    "let_leave": User,
    "reset_factor": User,
    "let_try_again": User,
    "mail_password_link": User,
}
IN_NAMESPACE: dict[str, type[Model]] = {
    "wagtailsnippets_newsroom_article": Article,
    "wagtailsnippetchoosers_newsroom_article": Article,
    "wagtailimages_chooser": Image,
    "wagtaildocs_chooser": Document,
    "wagtailadmin_api:images": Image,
    "wagtailadmin_api:documents": Document,
    "wagtailusers_users": User,
}
BY_PARAMETER: dict[str, type[Model]] = {
    "image_id": Image,
    "document_id": Document,
    "doc_id": Document,
    "revision_id": Revision,
    "revision_id_a": Revision,
    "session_id": EditingSession,
    "object_id": Article,
}
# values that are no key of anybody's, the same for everyone; several are tried one after the other
CHOICES: dict[str, Sequence[str]] = {
    "workspace:command slug": list(SLUGS.values()),
    "workspace:new_part slug": ["anh", "video"],
    "workspace:part key": ["0" * 8 + "-0000-4000-8000-" + "0" * 12],
    **{f"directory:{kind.name}_command slug": list(SLUGS.values()) for kind in KINDS},
    "documents:command slug": [*SLUGS.values(), CLOSING],
    "postings:command slug": list(SLUGS.values()),
    "questions:command slug": list(SLUGS.values()),
    "cases:command slug": list(SLUGS.values()),
    **consultations.CHOICES,
    "disclosure:heading heading": ["contractors"],
    "portal:disclosed heading": ["ket-qua-lua-chon-nha-thau"],
    "portal:disclosure_by source": ["luat-dan-chu-o-co-so"],
    "budgets:command slug": list(SLUGS.values()),
    "portal:budget_year year": ["2026", "2020"],
    "documents:page number": ["1"],
    "mailbox:file number": ["0", "1"],
    "workspace:template_section slug": ["news"],
    "workspace:template_block slug": ["news"],
    "workspace:site_section slug": ["news"],
    "workspace:site_block slug": ["news"],
    "workspace:front_send kind": ["pictures", "profile"],
    "workspace:import_command slug": ["gui-duyet", "phe-duyet", "huy"],
    "ui:error-sample status": ["403"],
    "app_label": ["newsroom"],
    "app_name": ["newsroom"],
    "model_name": ["article"],
    "content_type_app_name": ["newsroom"],
    "content_type_model_name": ["article"],
    "action": ["delete"],
    "action_name": ["publish"],
    "filter_spec": ["width-100"],
    "revision_id_b": ["latest"],
    "key": ["set-password"],
    "procedures:note_command slug": list(SLUGS.values()),
    "workspace:remark_command slug": list(SLUGS.values()),
    "workspace:sheet kind": ["newsroom.article"],
    "workspace:takedown kind": ["newsroom.article"],
    "calendars:command slug": ["gui-duyet", "phe-duyet", "tra-lai", "go-bai"],
    "monday": [monday_of(local_day(clock_now() + timedelta(days=1))).isoformat()],
    "kind": ["lam-viec", "sap-toi"],
    "code": ["1.000001", "1.000009"],  # of the province's catalogue, which every unit shows
    "event": ["sinh-con"],
    "field": ["ho-tich"],
    "portal:sitemap_part number": ["0", "1"],
    "portal:app_icon size": ["192", "64"],
    "stream": ["field", "petition", "complaint"],
    "portal:case_photo number": ["1"],
    "form": ["json", "xml"],
    "workspace:end_synonym pk": ["1"],  # belongs to the whole installation
    "duties:act slug": [
        "hoan-thanh",
        "bang-chung",
        "theo-doi",
        "tam-dung",
        "tiep-tuc",
        "giao-viec",
        "gia-han",
        "huy",
    ],
    "duties:feed which": ["cua-toi"],
}
OWN: dict[str, Callable[[Place], list[str]]] = {
    "token": lambda place: [place.token],
    "portal:confirm_news token": lambda place: [place.seen["notify:asked"]],
    "portal:manage_news token": lambda place: [place.seen["notify:own"]],
    "portal:push_unit code": lambda place: [place.unit.code],
    "portal:stop_news token": lambda place: [place.seen["notify:own"]],
    "duties:feed secret": lambda place: [place.seen["duties:feed"]],
    "uidb36": lambda place: [int_to_base36(place.people[Role.CONTRIBUTOR].pk)],
    "media:private_file name": lambda place: private_names(place),  # noqa: PLW0108 - defined below
    "commune": lambda place: [f"{place.unit.code}-xa"],
    "portal:commune_section section_slug": lambda place: [place.things[Section][0].slug],
    "portal:commune_article section_slug": lambda place: [place.things[Section][0].slug],
    "portal:commune_article article_slug": lambda place: [row.slug for row in place.articles.values()],
    "portal:section section_slug": lambda place: [place.things[Section][0].slug],
    "section_slug": lambda place: [place.things[Section][0].slug],
    "portal:theme slug": lambda place: [row.slug for row in place.things[Theme]],
    "portal:calendar_entry uid": lambda place: [str(row.uid) for row in place.things[Entry]],
    "portal:calendar_entry_file uid": lambda place: [str(row.uid) for row in place.things[Entry]],
    "exchange_public:told uid": lambda place: [str(row.uid) for row in place.things[Feed]],
    "portal:disclosed_quarter period": lambda place: [place.things[Paper][1].period],
    "portal:document uid": lambda place: [str(row.uid) for row in place.things[OfficialDocument]],
    **(consultations.OWN | payments.OWN | readable.OWN),
    **dict.fromkeys(
        ("portal:published_case code", "portal:case_photo code", "portal:open311_request code"),
        lambda place: [row.printed_code for row in place.things[Case]],
    ),
    "portal:poll uid": lambda place: [str(row.uid) for row in place.things[Poll]],
    "portal:question uid": lambda place: [str(row.uid) for row in place.things[Answer]],
    "portal:posting uid": lambda place: [str(row.uid) for row in place.things[Posting]],
    "portal:budget_item uid": lambda place: [str(row.uid) for row in place.things[BudgetItem]],
    "portal:budget_table uid": lambda place: [str(row.uid) for row in place.things[BudgetItem]],
    "portal:api_item uid": lambda place: [str(row.uid) for row in place.articles.values()],
    "portal:article section_slug": lambda place: [place.things[Section][0].slug],
    "article_slug": lambda place: [place.articles["live"].slug, place.articles["submitted"].slug],
    "portal:article article_slug": lambda place: [row.slug for row in place.articles.values()],
}
SECRETS = {"token", "uidb36", "secret"}
"""Whoever has the link may use it, whatever unit it comes from; that nobody guesses one is another test."""
NOTHING = {"name": f"987/00/{'0' * 64}.jpg", "uid": readable.NO_UID, "page": readable.NO_PAGE}
NO_KEY = "987654321"
COMMANDS: dict[str, Callable[[object], str]] = {
    "budgets:command": seen_budget,
    "calendars:command": seen_key,
    "documents:command": seen_document,
    "postings:command": seen_posting,
    "questions:command": seen_answer,
    "cases:command": seen_case_answer,
    **consultations.COMMANDS,
    "workspace:remark_command": remark_key,
}
"""How a place remembers what somebody had before them who gives a command."""
MOST = 2  # rows of a kind that are tried at an address that does not list choices


class Whose(Enum):
    OURS = "ours"
    THEIRS = "theirs"
    NOBODYS = "nobody's"


@dataclass(frozen=True)
class Address:
    """A path to knock at, the values that it was filled with, and a query that its page needs."""

    path: str
    values: tuple[str, ...]
    query: str = ""

    @property
    def full(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


@dataclass(frozen=True)
class Door:
    """A route with its audience, ready to be filled."""

    route: Route
    audience: Audience | None

    @property
    def name(self) -> str:
        return self.route.name

    @property
    def is_closed(self) -> bool:
        return self.route.view is closed

    @property
    def parameters(self) -> list[str]:
        return [name for name, _span in holes(self.route.path)]

    @property
    def undeclared(self) -> list[str]:
        """Parameters of which nobody has said what they name."""
        found = []
        for name in self.parameters:
            is_known = self._choices(name) or OWN.get(f"{self.name} {name}") or OWN.get(name)
            if not (self.is_closed or is_known or self._model(name)):
                found.append(name)
        return found

    def is_for(self, walker: Walker) -> bool:
        """Whether the audience has room for the person, told from the roles alone."""
        if self.audience is None or self.is_closed:
            return False
        if self.audience.circle is Circle.NEEDS:
            return bool(walker.roles & registered()[self.audience.permission])
        return self.audience.circle is not Circle.SIGNED_IN or walker.user is not None

    def own(self, place: Place, walker: Walker | None = None) -> list[Address]:
        """The door with the keys of one place; articles of the walker's own come along."""
        return self._filled([self._values(name, place, walker) for name in self.parameters], place)

    def strange(self, ours: Place, theirs: Place) -> list[tuple[Address, Address]]:
        """Each mixture with a key of the neighbour's, beside the same with a key of nothing."""
        keyed = [name for name in self.parameters if self._choices(name) is None and name not in SECRETS]
        found = []
        for size in range(1, len(keyed) + 1):
            for chosen in combinations(keyed, size):
                lists = {
                    name: self._values(name, theirs if name in chosen else ours) for name in self.parameters
                }
                nothing = {
                    name: [NOTHING.get(name, NO_KEY)] * len(values) if name in chosen else values
                    for name, values in lists.items()
                }
                there = self._filled(list(lists.values()), theirs)
                nowhere = self._filled(list(nothing.values()), theirs)
                found += list(zip(there, nowhere, strict=True))
        return found

    def _filled(self, lists: list[list[str]], place: Place) -> list[Address]:
        count = max((len(values) for values in lists), default=1)
        rows = [tuple(values[at % len(values)] for values in lists) for at in range(count)]
        return [Address(self._path(values), values, self._query(values, place)) for values in rows]

    def _path(self, values: Sequence[str]) -> str:
        path, end = "", 0
        for value, (_name, (start, stop)) in zip(values, holes(self.route.path), strict=True):
            path, end = path + self.route.path[end:start] + value, stop
        path = "/" + re.sub(r"[\^$]|\\(?=\.)", "", path + self.route.path[end:]).replace(".*", "khong-co")
        match = resolve(path, self.route.urlconf)
        assert match.func is self.route.view, f"{path} leads to {match.view_name}, not to {self.name}"
        return path

    def _query(self, values: tuple[str, ...], place: Place) -> str:
        if self.name in COMMANDS:
            return f"da-xem={place.seen.get(COMMANDS[self.name](values[0]), '0' * 64)}"
        if self.name == "procedures:note_command":
            return f"da-xem={place.seen.get(note_key(values[0]), '0' * 64)}"
        if self.name.startswith("directory:") and self.name.endswith("_command"):
            key = entry_key(NAMED[self.name], values[0])
            return f"da-xem={place.seen.get(key, '0' * 64)}"
        if self.name != "workspace:command":
            return ""
        return f"da-xem={place.seen.get(values[0], '0' * 64)}"

    def _values(self, name: str, place: Place, walker: Walker | None = None) -> list[str]:
        given = self._choices(name)
        if given is not None:
            return list(given)
        own = OWN.get(f"{self.name} {name}") or OWN.get(name)
        if own:
            return own(place)
        model = self._model(name) or Article
        rows = place.things[model]
        if model in {Article, Revision}:
            mine = [
                row
                for row in place.things[Article]
                if walker and walker.user and row.author_id == walker.user.pk
            ]
            at = [place.things[Article].index(row) for row in mine[:1]]
            many = len(rows) if "slug" in self.parameters else MOST
            rows = [rows[index] for index in dict.fromkeys([*at, *range(many)])]
        return [str(row.pk) for row in rows]

    def _choices(self, name: str) -> Sequence[str] | None:
        return CHOICES.get(f"{self.name} {name}") or CHOICES.get(name)

    def _model(self, name: str) -> type[Model] | None:
        namespace = self.name.rpartition(":")[0]
        return BY_PARAMETER.get(name) or NAMED.get(self.name) or IN_NAMESPACE.get(namespace)


def private_names(place: Place) -> list[str]:
    """Paths of every private file: pictures, attachments, the editor's small copies."""
    files = [row.file.name for model in (Image, Document) for row in place.things[model]]
    return [*files, *(row.file.name for image in place.things[Image] for row in image.renditions.all())]


@cache
def doors(urlconf: str) -> tuple[Door, ...]:
    return tuple(Door(route, audience_of(route.view, route.name)) for route in routes(urlconf))
