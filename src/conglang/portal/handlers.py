"""What follows from events: whoever reads our feeds is told of news; what had to be public is watched."""

from datetime import datetime
from typing import Any

from django.conf import settings

from conglang.base.accounts.actor import Actor
from conglang.base.duties.events import DutyClosed
from conglang.base.duties.models import Duty
from conglang.base.duties.services.watch import watch_page
from conglang.base.ledger.events import subscribe
from conglang.base.units.queries import descendants
from conglang.base.units.scope import everything
from conglang.citizens.cases.events import CaseTold
from conglang.citizens.cases.models import CaseEvent
from conglang.citizens.questions.events import QuestionSettled
from conglang.citizens.questions.models import Question
from conglang.citizens.questions.rules import cited
from conglang.citizens.questions.services.mark import doubt
from conglang.content.documents.findable import LABEL as DOCUMENT
from conglang.content.documents.models import OfficialDocument
from conglang.content.documents.rules import CHANGING, ENDING, Relation
from conglang.content.newsroom.findable import LABEL
from conglang.content.newsroom.models import Article
from conglang.network.exchange.addresses import origin_of
from conglang.network.exchange.tasks import tell_of_news
from conglang.portal.feeds import FORMATS
from conglang.portal.own_news import tell_of_case, tell_of_question
from conglang.portal.reader_channels import line_of, tell_readers
from conglang.tools.approval.events import ItemPublished, ItemWithdrawn
from conglang.tools.approval.publishable import Publishable
from conglang.tools.distribution.events import LineTurned
from conglang.tools.distribution.services.prove import Sent, note_sent
from conglang.tools.notify.events import SendingCounted
from conglang.tools.notify.models import Sending
from conglang.tools.notify.queries import hamlets_shown

SYSTEM = Actor.system("portal")
_CHANGES = ENDING | CHANGING | {Relation.SUSPENDS}


@subscribe(ItemPublished, about=[LABEL])
def tell_hub_of_new_item(event: ItemPublished, now: datetime) -> None:
    """Name the feeds that have the item."""
    _tell(event)


@subscribe(ItemWithdrawn, about=[LABEL])
def tell_hub_of_lost_item(event: ItemWithdrawn, now: datetime) -> None:
    """Name the feeds that had the item."""
    _tell(event)


@subscribe(ItemPublished, about=[DOCUMENT])
def doubt_answers(event: ItemPublished, now: datetime) -> None:
    """What a new document ends, changes or suspends is the basis of answers: those have to be looked over."""
    with everything("a document of a province changes what its communes answered"):
        source = OfficialDocument.objects.filter(pk=event.object_id, live=True).select_related("unit").first()
        ties = [each for each in source.ties if each.relation in _CHANGES] if source else []
        if source is None or not ties:
            return
        uids = [each.uid for each in ties if each.uid]
        known = OfficialDocument.objects.filter(uid__in=uids).values_list("code_key", flat=True)
        codes = {*known, *(code for each in ties for code in cited(each.text))}
        below = descendants(source.unit).values_list("pk", flat=True)
        doubt(unit_ids=[source.unit_id, *below], codes=codes, because=str(source), now=now)


@subscribe(DutyClosed)
def watch_what_was_published(event: DutyClosed, now: datetime) -> None:
    """Where a duty is done and its subject is public, look at the page from now on."""
    if not event.fulfilled:
        return
    with everything("a duty's subject may be of any room"):
        duty = Duty.objects.select_related("subject_type").filter(pk=event.duty_id).first()
        model = duty.subject_type.model_class() if duty and duty.subject_type else None
        if duty is None or model is None or not issubclass(model, Publishable):
            return
        item: Any = model._base_manager.filter(pk=duty.subject_id, live=True).first()
        if item is not None and hasattr(item, "get_absolute_url"):
            watch_page(by=SYSTEM, duty_id=duty.pk, path=item.get_absolute_url(), now=now)


@subscribe(LineTurned)
def tell_readers_of_line(event: LineTurned, now: datetime) -> None:
    """Whoever follows the item's section or theme is told of it, or not any more."""
    with everything("readers are told of items of any unit"):
        tell_readers(label=event.model, object_id=event.object_id, unit_id=event.unit_id, now=now)


@subscribe(SendingCounted)
def prove_what_was_sent(event: SendingCounted, now: datetime) -> None:
    """How many were told stands on the item's sheet."""
    with everything("sheets of all units get their proofs"):
        line, sending = line_of(event.key), Sending.objects.filter(pk=event.sending_id).first()
        if line is None or sending is None:
            return
        hamlets, elsewhere = hamlets_shown(sending)
        shown = dict(hamlets) | ({"": elsewhere} if hamlets and elsewhere else {})
        sent = Sent(sending.accepted, sending.failed, sending.removed, shown)
        note_sent(line=line, sent=sent, now=now)


@subscribe(CaseTold)
def tell_sender_of_case(event: CaseTold, now: datetime) -> None:
    """Whoever asked to hear of the own case is told that there is news."""
    with everything("senders of any unit are told"):
        rows = CaseEvent.objects.filter(case=event.case_id, command=event.command)
        last = rows.select_related("case__unit").last()
        if last is not None:
            tell_of_case(last, now)


@subscribe(QuestionSettled)
def tell_asker(event: QuestionSettled, now: datetime) -> None:
    """Whoever asked to hear of the own question is told that it is settled."""
    with everything("askers of any unit are told"):
        row = Question.objects.select_related("unit").filter(pk=event.question_id).first()
        if row is not None:
            tell_of_question(row, now)


def _tell(event: ItemPublished | ItemWithdrawn) -> None:
    if not settings.WEBSUB_HUB:
        return
    with everything("feeds are those of the item's unit and section"):
        article = Article.objects.select_related("section__parent").get(pk=event.object_id)
        origin = origin_of(event.unit_id)
    sections = [section for section in (article.section, article.section.parent) if section]
    folders = ["/", *(section.get_absolute_url() for section in sections)]
    topics = [f"{origin}{folder}{name}" for folder in folders for name in FORMATS]
    if origin:
        tell_of_news.enqueue(settings.WEBSUB_HUB, topics)
