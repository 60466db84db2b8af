"""The audit trail as auditors read it: entries of the units in their scope, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conglang.base.accounts.actor import Actor
from conglang.base.ledger.models import AuditEntry
from conglang.base.ui.csv_files import inert
from conglang.base.units.models import Unit
from conglang.kernel.clock import LOCAL_ZONE
from conglang.workspace.permissions import READ_TRAIL

AREAS: dict[str, Promise] = {
    "approval": _("Review and publication"),
    "newsroom": _("Writing and importing"),
    "distribution": _("Distribution"),
    "directory": _("Directory"),
    "media": _("Pictures and attachments"),
    "mailbox": _("Letters and mailboxes"),
    "pages": _("Layout of the site"),
    "opinions": _("Readers' opinions"),
    "account": _("Accounts"),
    "units": _("Units and addresses"),
    "quotas": _("Open data"),
    "calendars": _("Calendar"),
    "documents": _("Official documents"),
    "campaigns": _("Collecting material"),
    "postings": _("Postings"),
    "questions": _("Questions of citizens"),
    "polls": _("Polls"),
    "payments": _("Funds and contributions"),
    "consultations": _("Consultations on drafts"),
    "disclosure": _("Disclosure"),
    "budgets": _("Public budget"),
    "planning": _("Content plan"),
    "supervision": _("Contributions"),
    "royalties": _("Royalties"),
    "submissions": _("Sent to the desk"),
    "cases": _("Cases of citizens"),
    "procedures": _("Administrative procedures"),
    "exchange": _("Outside feeds"),
    "duties": _("Duties and terms"),
    "guards": _("Secrets and personal data"),
    "signing": _("Trusted certificates"),
    "pagestore": _("Urgent notices"),
    "vault": _("Senders' contact data"),
    "search": _("Words of the search"),
    "support": _("Difficulties with the system"),
    "workspace": _("Audit and upkeep"),
}

VERBS: dict[str, Promise] = {
    "approval.submit": _("submitted"),
    "approval.take_back": _("took back"),
    "approval.assign": _("assigned"),
    "approval.verify": _("verified"),
    "approval.return": _("returned"),
    "approval.approve": _("approved an article"),
    "approval.recall": _("recalled the approval"),
    "approval.publish": _("published"),
    "approval.unpublish": _("withdrew"),
    "approval.edit": _("changed content under review"),
    "approval.remarked": _("remarked on a passage"),
    "approval.remark_resolved": _("settled a remark"),
    "approval.wording_kept": _("kept a marked wording"),
    "approval.set_route": _("changed the way of approval"),
    "distribution.sheet_set": _("changed where an item goes"),
    "distribution.refused": _("did without an item from above"),
    "distribution.taken": _("showed an item from above again"),
    "distribution.remark_written": _("wrote a local remark"),
    "newsroom.article_written": _("wrote"),
    "newsroom.article_edited": _("edited"),
    "newsroom.handed_over": _("handed an open article over"),
    "newsroom.taken_over": _("went on with an article in a colleague's place"),
    "newsroom.original_archived": _("archived an original"),
    "newsroom.file_imported": _("imported a file"),
    "newsroom.import_opened": _("opened an import"),
    "newsroom.import_started": _("started an import"),
    "newsroom.import_finished": _("finished an import"),
    "newsroom.import_submitted": _("submitted an import"),
    "newsroom.import_cancelled": _("cancelled an import"),
    "newsroom.import_approval_ordered": _("ordered the approval of an import"),
    "newsroom.import_approved": _("approved an import"),
    "newsroom.reuse_decided": _("decided on use elsewhere"),
    "newsroom.reuse_agreed": _("agreed to the use of an item elsewhere"),
    "newsroom.reuse_ended": _("agreed no longer to the use of an item elsewhere"),
    "newsroom.theme_entered": _("entered a theme"),
    "newsroom.theme_confirmed": _("confirmed a theme"),
    "newsroom.theme_ended": _("set the last day of a theme"),
    "directory.entry_written": _("wrote an entry of the directory"),
    "directory.entry_edited": _("changed an entry of the directory"),
    "media.stored": _("stored a file"),
    "support.reported": _("reported a difficulty"),
    "support.answered": _("answered a difficulty"),
    "support.handed_up": _("handed a difficulty up"),
    "mailbox.letter_received": _("received a letter"),
    "mailbox.letter_released": _("let a letter through"),
    "mailbox.letter_discarded": _("threw a letter away"),
    "mailbox.sender_trusted": _("put a sender on the list"),
    "mailbox.sender_distrusted": _("took a sender off the list"),
    "mailbox.account_added": _("connected a mailbox"),
    "mailbox.account_changed": _("changed a mailbox"),
    "mailbox.account_paused": _("paused a mailbox"),
    "mailbox.account_resumed": _("resumed a mailbox"),
    "pages.laid_out": _("laid out sections"),
    "pages.profile_set": _("changed header and footer"),
    "opinions.report_handled": _("settled a report about a page"),
    "opinions.exported": _("saved the readers' opinions as a table"),
    "workspace.report_exported": _("took a report out as a file"),
    "pages.change_proposed": _("proposed a change of the site"),
    "pages.change_applied": _("applied a change of the site"),
    "pages.change_rejected": _("sent a change of the site back"),
    "pages.change_withdrawn": _("took a change of the site back"),
    "account.invited": _("invited"),
    "account.invitation_accepted": _("accepted an invitation"),
    "account.invitation_revoked": _("took back an invitation"),
    "account.appointed": _("appointed"),
    "account.membership_ended": _("ended an appointment"),
    "account.left": _("closed an account"),
    "account.delegated": _("delegated"),
    "account.delegation_revoked": _("ended a delegation"),
    "account.device_revoked": _("removed a device"),
    "account.session_ended": _("ended a session"),
    "account.signed_out_everywhere": _("signed out everywhere"),
    "account.signed_in": _("signed in"),
    "account.signed_out": _("signed out"),
    "account.sign_in_failed": _("failed to sign in"),
    "account.locked_out": _("was locked out"),
    "account.unlocked": _("unlocked an account"),
    "account.password_changed": _("changed a password"),
    "account.contacts_changed": _("changed the own e-mail or phone"),
    "account.password_link_sent": _("sent a link for a new password"),
    "account.second_factor_enrolled": _("turned on two-step sign-in"),
    "account.second_factor_reset": _("reset two-step sign-in"),
    "units.founded": _("founded a unit"),
    "units.loaded": _("loaded units"),
    "units.reclassified": _("renamed a unit"),
    "units.succeeded": _("recorded a succession"),
    "units.custody_given": _("gave custody"),
    "units.custody_ended": _("ended custody"),
    "units.site_opened": _("opened a site"),
    "units.site_closed": _("closed a site"),
    "units.host_changed": _("changed a site's address"),
    "units.host_redirected": _("redirected an old address"),
    "units.department_added": _("added a department"),
    "units.department_changed": _("changed a department"),
    "units.department_placed": _("reordered departments"),
    "units.department_removed": _("removed a department"),
    "units.hamlet_added": _("added a hamlet"),
    "units.hamlet_changed": _("changed a hamlet"),
    "units.hamlet_removed": _("removed a hamlet"),
    "newsroom.import_reopened": _("reopened an import"),
    "newsroom.import_stopped": _("stopped an import"),
    "calendars.entry_written": _("wrote an entry of the calendar"),
    "calendars.entry_edited": _("changed an entry of the calendar"),
    "calendars.entry_cancelled": _("cancelled an entry of the calendar"),
    "documents.document_entered": _("entered a document in the register"),
    "campaigns.written": _("wrote a campaign"),
    "campaigns.changed": _("changed a campaign"),
    "campaigns.started": _("sent a campaign"),
    "campaigns.asked": _("asked for material"),
    "campaigns.laid_in": _("laid material in"),
    "campaigns.handed_in": _("handed material in"),
    "campaigns.accepted": _("accepted material"),
    "campaigns.sent_back": _("sent material back"),
    "campaigns.reminded": _("reminded those who are late with material"),
    "campaigns.extended": _("extended a campaign"),
    "campaigns.closed": _("closed a campaign"),
    "campaigns.taken_out": _("took a campaign out as a file"),
    "postings.posting_entered": _("entered a posting"),
    "postings.posting_edited": _("changed a posting"),
    "postings.line_struck": _("struck out a line of a posting log"),
    "postings.board_logged": _("logged what hangs on a board"),
    "consultations.written": _("drafted a consultation"),
    "consultations.edited": _("changed a consultation"),
    "consultations.end_moved": _("moved the last day of a consultation"),
    "consultations.spoken": _("took in an opinion on a draft"),
    "consultations.let_count": _("let an opinion count"),
    "consultations.dropped": _("said that an opinion does not count"),
    "consultations.weighed": _("weighed an opinion"),
    "consultations.outcome_written": _("wrote the outcome of a consultation"),
    "questions.asked": _("took in a question"),
    "questions.let_in": _("let in a question that was held back"),
    "questions.handed_out": _("handed out a question"),
    "questions.closed": _("ended a question without a public answer"),
    "questions.answer_chosen": _("answered a question with an answer that exists"),
    "questions.answered": _("settled a question with a public answer"),
    "questions.answer_drafted": _("drafted an answer"),
    "questions.answer_edited": _("changed an answer"),
    "questions.answer_doubted": _("marked an answer because its law changed"),
    "questions.faq_kept": _("put an answer among the frequent questions"),
    "questions.faq_dropped": _("took an answer out of the frequent questions"),
    "polls.proposed": _("proposed a poll"),
    "polls.households_listed": _("listed the households of a ballot"),
    "polls.confirmed": _("confirmed a poll"),
    "polls.withdrawn": _("withdrew a poll"),
    "polls.slips_printed": _("printed codes of a ballot"),
    "polls.paper_entered": _("entered a box of paper ballots"),
    "polls.counted": _("counted a ballot and published its file"),
    "payments.account_proposed": _("proposed an account that receives money"),
    "payments.account_confirmed": _("confirmed an account that receives money"),
    "payments.account_ended": _("let an account receive nothing any more"),
    "payments.fund_proposed": _("proposed a fund"),
    "payments.fund_confirmed": _("put a fund before everybody"),
    "payments.fund_ended": _("ended a fund"),
    "payments.asked": _("asked payers"),
    "payments.paid": _("noted a payment"),
    "payments.undone": _("undid a payment that was noted by mistake"),
    "payments.dropped": _("took a request for payment back"),
    "payments.spending_entered": _("entered what was spent of a fund"),
    "payments.spending_confirmed": _("confirmed what was spent of a fund"),
    "payments.spending_ended": _("took back what was entered as spent"),
    "documents.files_brought_in": _("brought files into the register"),
    "media.pdf_made": _("made a PDF of a scanned picture"),
    "media.quarantined": _("locked a file away"),
    "media.released": _("let people open a locked file again"),
    "disclosure.entered": _("entered something in the catalogue"),
    "disclosure.made_public": _("made something of the catalogue public"),
    "disclosure.taken_down": _("took down something of the catalogue"),
    "disclosure.put_in_charge": _("named the department in charge of a heading"),
    "disclosure.heading_entered": _("entered a heading of the catalogue"),
    "disclosure.heading_confirmed": _("confirmed a heading of the catalogue"),
    "disclosure.paper_drawn_up": _("drew up a disclosure paper"),
    "disclosure.paper_approved": _("approved a disclosure paper"),
    "procedures.note_written": _("wrote a local note on procedures"),
    "procedures.note_edited": _("changed a local note on procedures"),
    "procedures.import_received": _("handed in a list of procedures"),
    "budgets.item_entered": _("entered an item of the budget"),
    "budgets.item_edited": _("changed an item of the budget"),
    "planning.plan_begun": _("began a content plan"),
    "planning.plan_changed": _("changed a content plan"),
    "planning.plan_approved": _("approved a content plan"),
    "planning.assigned": _("asked for an item"),
    "planning.item_linked": _("named the item of an assignment"),
    "planning.assignment_dropped": _("took an assignment back"),
    "supervision.rhythm_set": _("laid down how often departments contribute"),
    "supervision.reminded": _("reminded silent departments"),
    "supervision.round_opened": _("opened a round of inspection"),
    "supervision.round_drawn": _("drew the items of a round of inspection"),
    "supervision.item_chosen": _("chose an item for inspection"),
    "supervision.finding_written": _("wrote a finding of an inspection"),
    "supervision.round_closed": _("closed a round of inspection"),
    "supervision.mark_entered": _("entered a line about praise or violations"),
    "royalties.table_entered": _("entered a table of prices"),
    "royalties.table_confirmed": _("confirmed a table of prices"),
    "royalties.proposed": _("drew up a royalty sheet"),
    "royalties.work_set": _("set how a work is paid"),
    "royalties.adjusted": _("adjusted a payment"),
    "royalties.approved": _("approved a royalty sheet"),
    "royalties.closed": _("closed a royalty sheet as paid"),
    "royalties.budget_set": _("set the budget for royalties"),
    "royalties.payee_kept": _("stored a payee"),
    "cases.received": _("received a case"),
    "cases.release": _("let in a case that was held back"),
    "cases.discard": _("put aside a case for good"),
    "cases.accept": _("took in a case"),
    "cases.refuse": _("did not take up a case"),
    "cases.sorted": _("said what kind of matter a case is"),
    "cases.assign": _("gave a case to a department"),
    "cases.send_back": _("sent a case back to the office"),
    "cases.start": _("began to work on a case"),
    "cases.ask": _("asked the sender of a case"),
    "cases.reply": _("kept the sender's reply"),
    "cases.give_up": _("closed a case without a reply"),
    "cases.forward": _("sent a case on to another unit"),
    "cases.acknowledge": _("learnt that another unit took over a case"),
    "cases.bounce": _("got a case back from another unit"),
    "cases.submit": _("sent an answer to a case for approval"),
    "cases.return": _("got an answer to a case back"),
    "cases.answer": _("answered a case"),
    "cases.extend": _("gave a case more time"),
    "cases.merge": _("joined a case to another one"),
    "cases.unmerge": _("parted a case from another one"),
    "cases.ask_reopen": _("asked to open a case again"),
    "cases.reopen": _("opened a case again"),
    "cases.decline_reopen": _("left a case closed"),
    "cases.close": _("closed a case"),
    "cases.withdraw": _("withdrew a case"),
    "cases.answer_drafted": _("drafted an answer to a case"),
    "cases.answered_elsewhere": _("passed on the answer of another unit"),
    "cases.slips_printed": _("printed slips for ratings at the counter"),
    "cases.visit_rated": _("received a rating of a visit"),
    "cases.photo_covered": _("covered faces and plates on a photo"),
    "cases.words_proposed": _("proposed public words for a case"),
    "cases.published": _("made a case public"),
    "cases.kept_private": _("kept a case private"),
    "cases.hidden": _("took a case off the site"),
    "cases.recurrence_linked": _("linked a case that came back"),
    "cases.rated": _("rated an answer"),
    "cases.erased": _("destroyed what is personal of a case"),
    "cases.original_read": _("read the original words of a case"),
    "cases.restricted_received": _("received a line of the restricted register"),
    "cases.restricted_taken": _("took up a line of the restricted register"),
    "cases.restricted_settled": _("settled a line of the restricted register"),
    "cases.routing_kept": _("changed the routing of cases"),
    "cases.template_kept": _("stored an answer template"),
    "submissions.received": _("sent something to the desk"),
    "submissions.taken": _("took something that was sent"),
    "submissions.let_in": _("let in what was held back"),
    "submissions.declined": _("did not use something that was sent"),
    "submissions.asked": _("asked a sender"),
    "submissions.made_article": _("made an article of what was sent"),
    "submissions.paper_received": _("recorded a signed paper"),
    "budgets.event_recorded": _("wrote down an event of the budget"),
    "procedures.import_proposed": _("proposed a list of procedures"),
    "procedures.import_confirmed": _("put a list of procedures in force"),
    "procedures.import_withdrawn": _("took back a list of procedures"),
    "exchange.feed_added": _("entered an outside feed"),
    "exchange.feed_confirmed": _("confirmed an outside feed"),
    "exchange.feed_stopped": _("stopped an outside feed"),
    "duties.started": _("started a duty"),
    "duties.paused": _("paused a duty"),
    "duties.resumed": _("resumed a duty"),
    "duties.extended": _("extended a duty"),
    "duties.fulfilled": _("fulfilled a duty"),
    "duties.cancelled": _("cancelled a duty"),
    "duties.redated": _("counted the day of a duty anew"),
    "duties.proved": _("added a proof"),
    "duties.reopened": _("opened a closed duty again"),
    "duties.proof_taken_back": _("took a proof back"),
    "duties.page_watched": _("had a public page watched"),
    "duties.reminded": _("reminded people of duties"),
    "duties.assigned": _("gave a duty to somebody"),
    "duties.exported": _("took a list of duties out as a file"),
    "duties.feed_renewed": _("made a new link to the duties for a calendar program"),
    "duties.retitled": _("called a duty otherwise"),
    "duties.rule_entered": _("entered a local term"),
    "duties.rule_confirmed": _("confirmed a term"),
    "duties.hours_set": _("laid down office hours"),
    "duties.day_entered": _("entered a change of working days"),
    "duties.day_confirmed": _("confirmed a change of working days"),
    "duties.day_withdrawn": _("withdrew a change of working days"),
    "guards.file_redacted": _("made a copy without personal data"),
    "guards.stop_handled": _("settled a stopped item"),
    "signing.anchor_proposed": _("proposed a trusted certificate"),
    "signing.anchor_confirmed": _("confirmed a trusted certificate"),
    "signing.anchor_retired": _("retired a trusted certificate"),
    "signing.list_installed": _("installed a list of revoked certificates"),
    "pagestore.notice_proposed": _("wrote an urgent notice"),
    "pagestore.notice_confirmed": _("put up an urgent notice"),
    "pagestore.notice_ended": _("took an urgent notice down"),
    "search.synonym_added": _("added words of the same meaning"),
    "search.synonym_ended": _("removed words of the same meaning"),
    "documents.document_edited": _("changed a document of the register"),
    "documents.closing_confirmed": _("confirmed that a document is not published"),
    "guards.ground_given": _("gave the ground for personal data"),
    "guards.item_stopped": _("was stopped by a check"),
    "procedures.import_finished": _("finished taking procedures in"),
    "signing.verified": _("verified signatures"),
    "vault.looked": _("looked at who sent something"),
    "vault.pin_renewed": _("gave a sender a new PIN"),
    "vault.erased": _("erased a sender's contact data"),
    "quotas.key_issued": _("gave a key for the open data"),
    "quotas.key_revoked": _("took back a key for the open data"),
    "workspace.trail_exported": _("downloaded the audit trail"),
    "workspace.deliveries_retried": _("retried failed deliveries"),
}


@dataclass(frozen=True)
class TrailQuery:
    """What of the trail is shown; empty values leave nothing out."""

    unit_id: int | None = None
    area: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None  # key of the last entry of the page before


def readable_units(by: Actor) -> list[int]:
    """Ids of the units whose trail the person may read."""
    return [unit_id for unit_id in by.grants if by.may(READ_TRAIL, unit_id)]


def entries(by: Actor, query: TrailQuery) -> QuerySet[AuditEntry]:
    """Entries of the units in reach, newest first."""
    units = readable_units(by)
    if query.unit_id is not None:
        units = [unit for unit in units if unit == query.unit_id]
    rows: QuerySet[AuditEntry] = AuditEntry.objects.filter(unit_id__in=units).order_by("-id")
    if query.area:
        rows = rows.filter(verb__startswith=f"{query.area}.")
    if query.person:
        rows = rows.filter(actor_name__icontains=query.person)
    if query.since:
        rows = rows.filter(at__gte=_midnight(query.since))
    if query.until:
        rows = rows.filter(at__lt=datetime.combine(query.until, time.max, LOCAL_ZONE))
    if query.before is not None:
        rows = rows.filter(pk__lt=query.before)
    return rows


def verb_label(verb: str) -> str:
    """An entry's verb in words; the code itself where nobody has given it words yet."""
    return str(VERBS.get(verb, verb))


def unit_titles(ids: Iterable[int]) -> dict[int, str]:
    """Titles of units, for entries that hold only their numbers."""
    return {unit.pk: unit.title for unit in Unit.objects.filter(pk__in=set(ids))}


HEADINGS = (_("Time"), _("Person"), _("Action"), _("About"), _("Unit"), _("Details"), _("Sequence"))


def csv_rows(rows: QuerySet[AuditEntry], titles: dict[int, str]) -> Iterator[list[object]]:
    """The trail for a spreadsheet, read piece by piece."""
    yield [str(heading) for heading in HEADINGS]
    for entry in rows.iterator(chunk_size=1000):
        yield [
            entry.at.astimezone(LOCAL_ZONE).strftime("%d/%m/%Y %H:%M:%S"),
            inert(entry.actor_name),
            verb_label(entry.verb),
            inert(entry.object_title),
            titles.get(entry.unit_id or 0, ""),
            inert(details(entry)),
            str(entry.sequence or ""),
        ]


def details(entry: AuditEntry) -> str:
    """The reason, if one was given; the rest of an entry is for machines."""
    given: dict[str, Any] = entry.details
    return str(given.get("reason") or given.get("decision") or "")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, LOCAL_ZONE)
