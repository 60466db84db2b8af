"""The base of everything that can become public, and the one way in which it does."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models, transaction
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, Revision, RevisionMixin
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import published

from conglang.base.accounts.actor import Actor
from conglang.base.units.scoped import ScopedModel
from conglang.kernel import clock
from conglang.kernel.text import lines_of, one_line
from conglang.tools.approval import gate, guarding, reviews
from conglang.tools.approval.hashing import NOT_CONTENT
from conglang.tools.approval.models import HASH_LENGTH, Told
from conglang.tools.approval.routes import Route

# Of every object as a whole, beside what its kind names in `of_the_object`.
_OF_THE_OBJECT = (
    "unit_id",
    "approval_id",
    "approved_hash",
    "last_published_at",
    "live_revision_id",
    "expired",
)
_INSTALLATION = Actor.system("approval")
_SHEET = "sheet"


def _refuse_marked(case: reviews.Case, approval: Any, item: Any) -> None:
    is_newest = approval.revision_id == case.row.latest_revision_id
    examination = case.examination if is_newest else guarding.examination_of(item)
    if examination.stopping:
        raise gate.NotApproved(f"{case.review.title}: a secrecy mark or a harmful file")


class Publishable(PreviewableMixin, DraftStateMixin, LockableMixin, RevisionMixin, ScopedModel):  # type: ignore[misc]
    """A draft until an approval of exactly its content lets `publish` through.

    A content app gives `default_route` (for units without a RouteSetting) and names in `outside_approval`
    the fields that change without anybody's decision, such as counters and `auto_now` dates.
    """

    live = models.BooleanField(default=False, editable=False)
    approval = models.ForeignKey(
        "approval.Approval", models.PROTECT, null=True, related_name="+", editable=False, serialize=False
    )
    approved_hash = models.CharField(max_length=HASH_LENGTH, blank=True, editable=False, serialize=False)

    default_route: ClassVar[Route]
    outside_approval: ClassVar[frozenset[str]] = frozenset()
    # of the object, not of one version: an old revision must not bring old values back
    of_the_object: ClassVar[tuple[str, ...]] = ("uid",)
    # secrecy marks are looked for in everything; a kind that consists of contacts does without the latter
    guards_personal_data: ClassVar[bool] = True
    names_people: ClassVar[frozenset[str]] = frozenset()  # fields that do so on purpose, such as the author
    in_one_line: ClassVar[tuple[str, ...]] = ()  # fields that are kept so, whatever was typed or pasted
    in_lines: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(live=False) | models.Q(approval__isnull=False),
                name="%(app_label)s_%(class)s_live_is_approved",
            )
        ]

    @property
    def sheet(self) -> dict[str, Any]:
        """How this version is to be distributed, by channel: no field, but a part of every version.

        So it is approved with the rest of the content, and a change of it needs a new approval.
        """
        if "_sheet" not in self.__dict__:
            newest = self.latest_revision
            self.sheet = newest.content.get(_SHEET, {}) if newest else {}
        return dict(self.__dict__["_sheet"])

    @sheet.setter
    def sheet(self, sheet: dict[str, Any]) -> None:
        self.__dict__["_sheet"] = sheet

    def serializable_data(self) -> dict[str, Any]:
        """What a revision stores."""
        data: dict[str, Any] = super().serializable_data()
        return data | {_SHEET: self.sheet} if self.sheet else data

    @property
    def version(self) -> str:
        """Names the newest stored content."""
        return str(self.latest_revision_id or "")

    @classmethod
    def content_fields(cls) -> frozenset[str]:
        """Names of the table's fields that an approval covers."""
        return frozenset(f.name for f in cls._meta.concrete_fields) - NOT_CONTENT - cls.outside_approval

    def clean(self) -> None:
        super().clean()
        self.tidy()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is None:
            self.tidy()
        super().save(*args, **kwargs)

    def tidy(self) -> None:
        """Bring what was typed into the form in which it is kept; kinds add what follows from it (N7)."""
        for name in self.in_one_line:
            setattr(self, name, one_line(getattr(self, name) or ""))
        for name in self.in_lines:
            setattr(self, name, lines_of(getattr(self, name) or ""))

    def check_complete(self) -> None:
        """Raise ValidationError for what a draft may lack but nothing that is submitted."""

    def reviewer_for(self, step: str) -> int | None:
        """User id of the person to whom a step goes by itself, such as the supplying department's head."""
        return None

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """This object as a revision had it, except for what belongs to the object as a whole."""
        item = super().with_content_json(content)
        for name in (*_OF_THE_OBJECT, *self.of_the_object):
            setattr(item, name, getattr(self, name))
        item.trust_relations_of(self)
        return item

    @classmethod
    def from_serializable_data(
        cls,
        data: dict[str, Any],
        check_fks: bool = False,  # noqa: FBT001, FBT002
        strict_fks: bool = False,  # noqa: FBT001, FBT002
    ) -> Any:
        """The object that a revision describes; what it refers to is looked up when it is saved."""
        item = super().from_serializable_data(data, check_fks, strict_fks)
        if item is not None:
            item.sheet = data.get(_SHEET, {})
        return item

    def clean_beside(self, stored: "Publishable") -> None:
        """Raise ValidationError for incomplete content, which may be that of the stored row.

        The database has seen the relations and unique values of its own row already.
        """
        left_out = {field.name for field in self._meta.concrete_fields} & NOT_CONTENT
        is_stored = not any(self._differs(stored, name) for name in self.content_fields())
        if is_stored:
            left_out |= {field.name for field in self._meta.concrete_fields if field.is_relation}
        self.full_clean(left_out, validate_unique=not is_stored, validate_constraints=not is_stored)

    @transaction.atomic
    def save_revision(self, user: Any = None, **options: Any) -> Revision:
        """Store the content as a revision; what was decided about other content is void from now on."""
        case = reviews.lock(self)
        revision = super().save_revision(user=user, **options)
        editor = _INSTALLATION if user is None else Actor(user.pk, user.get_full_name(), self.unit_id)
        reviews.edited(case, revision, by=editor, now=clock.now())
        return revision

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,  # noqa: FBT001, FBT002
        log_action: bool | str = True,  # noqa: FBT001, FBT002
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,  # noqa: FBT001, FBT002
        *,
        by: Actor = _INSTALLATION,
        now: datetime | None = None,
        case: reviews.Case | None = None,
    ) -> None:
        """Make an approved revision public; a repeated call changes nothing.

        Whoever calls, from wherever: the revision is read anew and must be the one that was approved,
        unchanged with all its files, without a mark of secrecy, and its time must have come. `case` is what
        the caller has locked and read in the running transaction already. Raises NotApproved or NotDue.
        """
        moment = now or clock.now()
        # who has locked the case undoes everything when this fails
        with transaction.atomic(savepoint=case is None):
            case = case or reviews.lock(self)
            row = case.row
            approval = reviews.approval_of(case, revision, moment)
            if row.live and row.approval_id == approval.pk:
                return
            item = row.with_content_json(approval.revision.content)
            _refuse_marked(case, approval, item)
            item.live, item.expired = True, False
            item.has_unpublished_changes = row.latest_revision_id != approval.revision_id
            item.live_revision = approval.revision
            item.last_published_at = moment
            item.first_published_at = row.first_published_at or moment
            item.approval, item.approved_hash = approval, approval.sha256
            with gate.opened(self._meta.label, item.pk):
                item.save()
            if row.approval_id is not None:
                reviews.void(row.approval, moment)
            reviews.published(case, item, by=by, now=moment)
            if log_action:
                action = log_action if isinstance(log_action, str) else "wagtail.publish"
                log(
                    instance=item,
                    action=action,
                    user=user,
                    revision=approval.revision,
                    content_changed=changed,
                )
            published.send(sender=type(item), instance=item, revision=approval.revision)

    def unpublish(
        self,
        set_expired: bool = False,  # noqa: FBT001, FBT002
        commit: bool = True,  # noqa: FBT001, FBT002
        user: Any = None,
        log_action: bool | str = True,  # noqa: FBT001, FBT002
        *,
        by: Actor = _INSTALLATION,
        reason: str = "",
        told: Told = Told.NOTHING,
        now: datetime | None = None,
        case: reviews.Case | None = None,
    ) -> None:
        """Take the object from the public; what follows needs a new approval."""
        if not commit:
            super().unpublish(set_expired=set_expired, commit=False, log_action=log_action)
            return
        with transaction.atomic():
            case = case or reviews.lock(self)
            row, was_live = case.row, case.row.live
            # Wagtail asks pages only for the permission of `user`, so it gets none to ask about
            super(Publishable, row).unpublish(set_expired=set_expired, log_action=log_action)
            if was_live:
                reviews.unpublished(case, by=by, reason=reason, told=told, now=now or clock.now())
        self.refresh_from_db(fields=["live", "live_revision", "has_unpublished_changes", "expired"])

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        """Insert or update. Raises NotApproved for what only `publish` may do."""
        if not gate.is_open_for(self._meta.label, self.pk):
            self._refuse_unapproved(kwargs.get("update_fields"))
        # nothing of ours reads that index, and keeping it would take a task for every save
        with disable_reference_index_auto_update():
            super().save_base(*args, **kwargs)

    def _refuse_unapproved(self, update_fields: Any) -> None:
        written = {field.name for field in self._meta.concrete_fields}
        if update_fields is not None:
            written &= set(update_fields)
        content = written & self.content_fields()
        if not content and "live" not in written:
            return
        stored = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
        was_live = stored is not None and stored.live
        stays_live = self.live if "live" in written else was_live
        if stays_live and (not was_live or any(self._differs(stored, name) for name in content)):
            raise gate.NotApproved(f"{self._meta.label} {self.pk} can be public only as it was approved")

    def _differs(self, other: Any, name: str) -> bool:
        field: Any = self._meta.get_field(name)
        mine, theirs = field.value_from_object(self), field.value_from_object(other)
        return bool(mine != theirs and field.value_to_string(self) != field.value_to_string(other))
