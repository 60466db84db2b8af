"""Draw up the sheet of a month from what was first published in it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import require
from conglang.base.duties.services.start import Subject, Trigger, start
from conglang.base.ledger.audit import record
from conglang.base.units.models import Unit
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.queries import files_of
from conglang.content.royalties.law import law, proposed_genre
from conglang.content.royalties.models import MonthSheet, Status, Work, month_after, month_of
from conglang.content.royalties.permissions import PROPOSE
from conglang.content.royalties.rules import CREATION, UNPAID
from conglang.content.royalties.services.found import lock, payee_named, touch
from conglang.content.royalties.services.reckon import reckon_works, whole_share
from conglang.kernel.clock import local_day, start_of_day
from conglang.tools.approval.models import Decision
from conglang.tools.approval.rules import Command

COLLECTING, TRANSLATION, REUSE = "collecting", "translation", "reuse"
_CLOCKWORK = Actor.system("royalties")
_HANDS = {"editors": Command.VERIFY, "approvers": Command.APPROVE}


@transaction.atomic
def propose(*, by: Actor, unit_id: int, month: date, now: datetime) -> MonthSheet:
    """Draw up the sheet, or reckon it anew with what was published since; an approved one stays as it is.

    What people have set or adjusted is kept. Where the law wants payment within a term, its duty starts.
    Raises NotFound, Forbidden, and ValidationError for a month that has not begun.
    """
    by = require(by, PROPOSE, unit_id)
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    month = month_of(month)
    if month > local_day(now):
        raise ValidationError(_("This month has not begun yet."))
    sheet: MonthSheet | None = MonthSheet.objects.filter(unit=unit, month=month).first()
    if sheet is not None and sheet.status != Status.PROPOSED:
        return sheet
    if sheet is None:
        sheet = MonthSheet.objects.create(unit=unit, month=month, changed_at=now, reckoned_on=local_day(now))
    sheet = lock(sheet.pk)
    sheet.proposed_by_id, sheet.proposed_name = by.user_id, by.name[:200]
    for article in _new_items(sheet):
        _enter(sheet, article)
    works = list(Work.objects.filter(sheet=sheet))
    reckon_works(sheet, works)
    _start_clock(sheet, works, now)
    touch(sheet, by, now)
    record("royalties.proposed", sheet, by=by, now=now, month=str(sheet), works=len(works))
    return sheet


def _new_items(sheet: MonthSheet) -> Iterator[Article]:
    """What was first published in the month and is in no sheet yet, originals before what repeats them."""
    begins, ends = start_of_day(sheet.month), start_of_day(month_after(sheet.month))
    rows = Article.objects.filter(
        unit=sheet.unit_id, first_published_at__gte=begins, first_published_at__lt=ends
    )
    known = Work.objects.filter(unit=sheet.unit_id).values("article")
    rows = rows.exclude(pk__in=known).select_related("author", "lead")
    yield from rows.order_by("first_published_at", "pk")


def _enter(sheet: MonthSheet, article: Article) -> None:
    original, use = _paid_as(article)
    account = article.author if article.author and article.author.full_name == article.author_name else None
    author = payee_named(sheet.unit_id, article.author_name, account.pk if account else None)
    Work.objects.create(
        unit_id=sheet.unit_id, sheet=sheet, article=article, original=original, use=use,
        language=article.language, title=article.title, published_on=local_day(_first(article)),
        genre=proposed_genre(article.kind), pictures=len(files_of(article)[0]) if use == CREATION else 0,
        people={"authors": whole_share(author)} | _reviewers(article),
    )  # fmt: skip


def _paid_as(article: Article) -> tuple[Article, str]:
    """Whose royalty it is, and of which kind; what is in a sheet already is not paid again."""
    original, use = article, COLLECTING if article.is_collected else CREATION
    if article.translation_of is not None:
        original, use = article.translation_of, TRANSLATION
    elif earlier := _repeated(article):
        original, use = earlier, REUSE
    paid = Work.objects.filter(original=original, use=use, language=article.language)
    return original, UNPAID if paid.exists() else use


def _repeated(article: Article) -> Article | None:
    """The earlier item that this one repeats word for word, which is paid as reuse and once."""
    same = Article.objects.filter(unit=article.unit_id, title_folded=article.title_folded)
    earlier = same.filter(
        Q(first_published_at__lt=article.first_published_at), translation_of=None, language=article.language
    )
    text = _words(article)
    return next((row for row in earlier.order_by("first_published_at") if _words(row) == text), None)


def _words(article: Article) -> list[tuple[str, object]]:
    return [(block["type"], block["value"]) for block in article.body.raw_data]


def _reviewers(article: Article) -> dict[str, list[list[str]]]:
    """Those who verified and who approved what was published, as the approval has it on record."""
    kind = ContentType.objects.get_for_model(Article)
    rows = Decision.objects.filter(
        review__content_type=kind, review__object_id=article.pk, at__lte=_first(article), by__isnull=False
    )
    found: dict[str, list[list[str]]] = {}
    for name, verdict in _HANDS.items():
        last = rows.filter(verdict=verdict.value).select_related("by").order_by("pk").last()
        if last is not None:
            found[name] = whole_share(payee_named(article.unit_id, last.by.full_name, last.by_id))
    return found


def _first(article: Article) -> datetime:
    at: datetime = article.first_published_at
    return at


def _start_clock(sheet: MonthSheet, works: Sequence[Work], now: datetime) -> None:
    """The term runs from the first publication, so that no work of the month is paid too late."""
    rule = law().regime(sheet.month).duty
    if not (rule and works) or sheet.duty_id is not None:
        return
    path = reverse("royalties:sheet", args=[sheet.pk])
    title = _("Pay the royalties of %(month)s") % {"month": str(sheet)}
    first = works[0]
    sheet.duty = start(
        by=_CLOCKWORK, unit_id=sheet.unit_id, key="nhuan-but", title=title, rules=[rule],
        trigger=Trigger(f"Đăng bài “{first.title}”", first.published_on),
        subject=Subject(sheet, title, path), now=now,
    )  # fmt: skip
