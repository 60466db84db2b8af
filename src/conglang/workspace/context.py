"""What frames every page of the desk: who acts, for which unit, and the ways that are open to them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor, Workplace, actor_of
from conglang.base.accounts.middleware import on_desk
from conglang.base.duties.permissions import READ as READ_DUTIES
from conglang.base.duties.queries import unread as unread_of_duties
from conglang.citizens.cases.permissions import DENUNCIATIONS
from conglang.citizens.cases.permissions import READ as READ_CASES
from conglang.citizens.cases.permissions import READ_ALL as READ_ALL_CASES
from conglang.citizens.cases.queries import waiting_for_office
from conglang.citizens.payments.queries import waiting_for as payments_for
from conglang.citizens.questions.queries import waiting_for as questions_for
from conglang.content.documents.clock import undecided_for
from conglang.content.submissions.permissions import READ as READ_SUBMISSIONS
from conglang.content.submissions.permissions import SEND
from conglang.content.submissions.queries import questions_to, waiting_for_desk
from conglang.insight.statistics.permissions import READ as READ_STATISTICS
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.queries import number_waiting, waiting_for
from conglang.tools.distribution.permissions import READ as READ_SHEETS
from conglang.tools.guards.permissions import READ as READ_STOPS
from conglang.tools.guards.queries import open_stops
from conglang.tools.mailbox.permissions import KEEP as KEEP_MAILBOXES
from conglang.tools.mailbox.permissions import READ as READ_LETTERS
from conglang.tools.mailbox.queries import waiting_letters
from conglang.tools.notify.permissions import READ as READ_READERS
from conglang.tools.opinions.permissions import READ as READ_OPINIONS
from conglang.tools.pagestore.permissions import PROPOSE_NOTICE
from conglang.tools.quotas.permissions import MANAGE_KEYS
from conglang.tools.signing.permissions import READ as READ_ANCHORS
from conglang.tools.signing.queries import anchors_waiting
from conglang.tools.support.queries import number_for as difficulties_for
from conglang.workspace.guides import guide_for
from conglang.workspace.notices import notices_to_confirm
from conglang.workspace.page_changes import waiting_changes
from conglang.workspace.permissions import READ_TRAIL, RETRY_DELIVERIES


def desk(request: HttpRequest) -> dict[str, Any]:
    """The context processor; nothing is read before a template asks for `desk`."""
    return {"desk": SimpleLazyObject(lambda: frame(request))} if on_desk(request) else {}


def waiting(request: HttpRequest) -> list[Any]:
    """The turns that wait for the person, read once a request."""
    place: Any = request
    if not hasattr(place, "waiting_turns"):
        place.waiting_turns = waiting_for(actor_of(request))
    return list(place.waiting_turns)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What ui/desk.html needs; little of it for people who have not signed in."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.user_id is None:
        return {"home_url": reverse("account_login")}
    workplace: Workplace | None = getattr(request, "workplace", None)
    several = len(getattr(request, "workplaces", ())) > 1
    return {
        "home_url": reverse("workspace:home"),
        "help_url": reverse("workspace:help"),
        "guide_url": _guide_url(request, actor),
        "account_url": reverse("account"),
        "sign_out_url": reverse("account_logout"),
        "switch_url": reverse("switch_unit") if several else "",
        "unit_name": workplace.unit.title if workplace else "",
        "person_name": actor.name,
        "navigation": navigation(request, actor) if workplace else [],
    }


def _guide_url(request: HttpRequest, actor: Actor) -> str:
    """Where it stands how the work on this page is done."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    guide = guide_for(name, actor.roles)
    return f"{reverse('workspace:help')}#{guide.key}" if guide else ""


def navigation(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    """The entries that lead somewhere for this person."""
    here = _entry_of(request)
    return [
        {
            "group": group,
            "label": label,
            "url": reverse(name),
            "icon": icon,
            "current": name == here,
            "count": COUNTS[name](request, actor) if name in COUNTS else 0,
            "tone": "warning",
        }
        for group, entries in _entries()
        for name, label, icon, permission in entries
        if not permission or actor.may_somewhere(permission)
    ]


def _turns(request: HttpRequest, actor: Actor) -> int:
    """How many turns wait; a page that lists them has read them already."""
    read: list[Any] | None = getattr(request, "waiting_turns", None)
    return number_waiting(actor) if read is None else len(read)


# what waits behind an entry, asked for people who see the entry only
COUNTS: dict[str, Callable[[HttpRequest, Actor], int]] = {
    "workspace:home": _turns,
    "duties:mine": lambda _, actor: unread_of_duties(actor.user_id),
    "workspace:notices": lambda _, actor: notices_to_confirm(actor, clock_now()),
    "workspace:page_changes": lambda _, actor: waiting_changes(actor),
    "workspace:stopped_items": lambda _, actor: open_stops(actor),
    "workspace:trust_anchors": lambda _, actor: anchors_waiting(actor),
    "documents:register": lambda _, actor: undecided_for(actor),
    "mailbox:letters": lambda _, actor: waiting_letters(actor),
    "submissions:mine": lambda _, actor: questions_to(actor),
    "submissions:inbox": lambda _, actor: waiting_for_desk(actor),
    "cases:list": lambda _, actor: waiting_for_office(actor),
    "questions:inbox": lambda _, actor: questions_for(actor),
    "payments:overview": lambda _, actor: payments_for(actor),
    "support:overview": lambda _, actor: difficulties_for(actor),
}


def _entries() -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    """Groups of entries: name of the address, label, icon, and the permission that it needs, if any."""
    return [
        (_("My work"), [
            ("workspace:home", _("Waiting for me"), "inbox", ""),
            ("duties:mine", _("Dated duties"), "calendar", READ_DUTIES),
            ("calendars:this_week", _("Work calendar"), "calendar", "calendars.read"),
            ("support:overview", _("Difficulties with the system"), "help", ""),
        ]),
        (_("Articles and notices"), [
            ("workspace:write", _("Write an article"), "edit", "newsroom.write"),
            ("workspace:my_articles", _("My articles"), "news", "newsroom.write"),
            ("submissions:mine", _("What I sent"), "send", SEND),
            ("submissions:inbox", _("Sent to the desk"), "inbox", READ_SUBMISSIONS),
            ("mailbox:letters", _("Letters to the desk"), "inbox", READ_LETTERS),
            ("workspace:articles", _("All articles"), "list", "newsroom.read"),
            ("workspace:notices", _("Urgent notices"), "warning", PROPOSE_NOTICE),
            ("workspace:imports", _("Import from Word"), "upload", "newsroom.import"),
            ("workspace:received", _("From the units above"), "download", READ_SHEETS),
            ("exchange:feeds", _("Outside portals"), "download", "exchange.keep_feeds"),
            ("planning:plan", _("Content plan"), "calendar", "planning.read"),
            ("supervision:figures", _("Contributions"), "chart", "supervision.own"),
            ("royalties:months", _("Royalties"), "file", "royalties.own"),
            ("workspace:reuse", _("Use of our content elsewhere"), "shield", "newsroom.decide_reuse"),
        ]),
        (_("Documents and disclosure"), [
            ("documents:register", _("Register of documents"), "list", "documents.read"),
            ("documents:in_time", _("Documents in time"), "chart", "documents.figures"),
            ("disclosure:coverage", _("Disclosure"), "eye", "disclosure.read"),
            ("budgets:coverage", _("Public budget"), "chart", "budgets.read"),
            ("postings:register", _("Postings"), "list", "postings.read"),
            ("procedures:index", _("Administrative procedures"), "file", "procedures.read"),
            ("campaigns:overview", _("Collecting material"), "inbox", "campaigns.read"),
            ("workspace:stopped_items", _("Stopped items"), "shield", READ_STOPS),
        ]),
        (_("Citizens"), [
            ("cases:list", _("Cases of citizens"), "inbox", READ_CASES),
            ("cases:figures", _("Figures about cases"), "chart", READ_ALL_CASES),
            ("cases:register", _("Register of requests for information"), "list", READ_ALL_CASES),
            ("cases:restricted", _("Restricted register"), "shield", DENUNCIATIONS),
            ("questions:inbox", _("Questions of citizens"), "help", "questions.read"),
            ("consultations:index", _("Consultations on drafts"), "people", "consultations.read"),
            ("polls:overview", _("Polls"), "chart", "polls.read"),
            ("payments:overview", _("Funds and contributions"), "list", "payments.read"),
            ("workspace:opinions", _("Readers' opinions"), "eye", READ_OPINIONS),
            ("workspace:readers", _("Readers who want news"), "people", READ_READERS),
        ]),
        (_("Portal"), [
            ("workspace:site", _("Our site"), "settings", "pages.propose_change"),
            ("workspace:site_sections", _("Sections of our site"), "list", "pages.propose_change"),
            ("workspace:page_changes", _("Changes of the site"), "check", "pages.read_changes"),
            ("directory:official_list", _("Directory"), "phone", "directory.read"),
            ("statistics:visits", _("Page views"), "chart", READ_STATISTICS),
            ("workspace:template", _("Common template"), "settings", "pages.edit_template"),
            ("workspace:completeness", _("State of the sites"), "list", "pages.read_report"),
        ]),
        (_("Administration"), [
            ("people", _("People"), "people", "accounts.read_people"),
            ("workspace:departments", _("Departments"), "home", "units.arrange"),
            ("workspace:hamlets", _("Hamlets"), "place", "units.arrange"),
            ("workspace:approval_route", _("Way of approval"), "check", "approval.set_route"),
            ("mailbox:accounts", _("Mailboxes"), "settings", KEEP_MAILBOXES),
            ("workspace:units", _("Units and hosts"), "gate", "units.manage"),
            ("workspace:synonyms", _("Words for the search"), "search", "units.manage"),
            ("workspace:api_keys", _("Keys for the open data"), "shield", MANAGE_KEYS),
            ("workspace:trust_anchors", _("Trusted certificates"), "shield", READ_ANCHORS),
            ("workspace:trail", _("Audit trail"), "shield", READ_TRAIL),
            ("workspace:deliveries", _("Failed deliveries"), "warning", RETRY_DELIVERIES),
        ]),
    ]  # fmt: skip


# pages that stand under an entry without being one
_UNDER = {
    "workspace:item": "workspace:articles",
    "workspace:change": "workspace:articles",
    "workspace:compare": "workspace:articles",
    **dict.fromkeys(("workspace:parts", "workspace:new_part", "workspace:part"), "workspace:articles"),
    "workspace:command": "workspace:articles",
    "workspace:import_batch": "workspace:imports",
    "workspace:new_import": "workspace:imports",
    "workspace:new_department": "workspace:departments",
    "workspace:department": "workspace:departments",
    "workspace:remove_department": "workspace:departments",
    "workspace:new_hamlet": "workspace:hamlets",
    "workspace:hamlet": "workspace:hamlets",
    "workspace:remove_hamlet": "workspace:hamlets",
    "exchange:new_feed": "exchange:feeds",
    "exchange:feed": "exchange:feeds",
    "workspace:redact": "workspace:articles",
    "workspace:languages": "workspace:articles",
    "workspace:stopped_item": "workspace:stopped_items",
    "workspace:page_reports": "workspace:opinions",
    "workspace:page_report": "workspace:opinions",
    "workspace:sheet": "workspace:articles",
    **dict.fromkeys(
        (
            "workspace:received_item",
            "workspace:remark",
            "workspace:change_remark",
            "workspace:remark_command",
        ),
        "workspace:received",
    ),
    "workspace:new_notice": "workspace:notices",
    "workspace:notice": "workspace:notices",
    "workspace:confirm_notice": "workspace:notices",
    "workspace:end_notice": "workspace:notices",
    "workspace:page_change": "workspace:page_changes",
    "workspace:new_template_section": "workspace:template",
    "workspace:template_section": "workspace:template",
    "workspace:template_block": "workspace:template",
    "workspace:template_preview": "workspace:template",
    "workspace:new_site_section": "workspace:site_sections",
    "workspace:site_section": "workspace:site_sections",
    "workspace:site_block": "workspace:site_sections",
    "workspace:front_pictures": "workspace:site",
    "workspace:front_channels": "workspace:site",
    "workspace:front_links": "workspace:site",
    "workspace:unit": "workspace:units",
    "workspace:open_site": "workspace:units",
    "workspace:move_site": "workspace:units",
    "workspace:hand_over": "workspace:units",
    "workspace:take_back": "workspace:units",
    "calendars:*": "calendars:this_week",
    "duties:*": "duties:mine",
    **dict.fromkeys(("mailbox:letter", "mailbox:file"), "mailbox:letters"),
    **dict.fromkeys(("mailbox:account", "mailbox:new_account"), "mailbox:accounts"),
    "procedures:*": "procedures:index",
    "directory:*": "directory:official_list",
    "documents:*": "documents:register",
    "campaigns:*": "campaigns:overview",
    "postings:*": "postings:register",
    "questions:*": "questions:inbox",
    "polls:*": "polls:overview",
    "payments:*": "payments:overview",
    "support:*": "support:overview",
    "consultations:*": "consultations:index",
    "disclosure:*": "disclosure:coverage",
    "budgets:*": "budgets:coverage",
    "planning:*": "planning:plan",
    "supervision:*": "supervision:figures",
    "royalties:*": "royalties:months",
    "submissions:send": "submissions:mine",
    "submissions:*": "submissions:inbox",
    **{f"cases:{name}": f"cases:{name}" for name in ("register", "restricted", "figures")},
    "cases:*": "cases:list",
    "documents:in_time": "documents:in_time",
    "person": "people",
    "new_person": "people",
    "workspace:new_api_key": "workspace:api_keys",
    "workspace:revoke_api_key": "workspace:api_keys",
    "workspace:new_trust_anchor": "workspace:trust_anchors",
    "workspace:new_revocation_list": "workspace:trust_anchors",
    "workspace:trust_anchor": "workspace:trust_anchors",
    "workspace:confirm_trust_anchor": "workspace:trust_anchors",
    "workspace:retire_trust_anchor": "workspace:trust_anchors",
}


def _entry_of(request: HttpRequest) -> str:
    match = request.resolver_match
    name = match.view_name if match else ""
    return _UNDER.get(name, _UNDER.get(f"{name.partition(':')[0]}:*", name))
