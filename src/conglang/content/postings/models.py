"""Postings, and what people did and saw at the boards."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField

from conglang.base.accounts.models import User
from conglang.base.units.scoped import ScopedModel
from conglang.content.documents.models import OfficialDocument
from conglang.content.postings import rules
from conglang.content.postings.catalogue import Kind, kinds
from conglang.content.postings.routes import SHORT
from conglang.kernel.clock import start_of_day
from conglang.kernel.ids import uuid7
from conglang.kernel.text import one_line
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.routes import Route
from conglang.tools.media.models import Document, Image

TITLE_LENGTH, PLACE_LENGTH, NAME_LENGTH, NOTE_LENGTH = 300, 200, 200, 600
MOST_PLACES = 60


class PostedFilesBlock(StreamBlock):  # type: ignore[misc]
    """The files of a posting in order."""

    file = DocumentChooserBlock(label=_("file"))


class Posting(Publishable):
    """Something that hangs on boards and stands on the site for a time.

    `places` are the names of the boards. `ends_on` is the last day; what hangs for good has none. What
    names people leaves the site after it by itself: `expire_at` follows from the kind, `go_live_at` from
    the first day.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("what is posted"), max_length=24)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    text = models.TextField(_("text of the posting"), max_length=50_000, blank=True)
    document = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="postings",
        verbose_name=_("posted document"),
    )
    files = StreamField(PostedFilesBlock(), verbose_name=_("files"), blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    places = models.JSONField(_("places"), default=list, blank=True)
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)

    default_route: ClassVar[Route] = SHORT
    in_one_line = ("title", "note")
    in_lines = ("text",)

    class Meta(Publishable.Meta):
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        indexes = [models.Index(fields=["unit", "live", "-starts_on"], name="posting_public")]

    def __str__(self) -> str:
        return self.title

    @property
    def sort(self) -> Kind:
        """Its kind with what the law says of it. Raises KeyError for a kind that was dropped."""
        return kinds()[self.kind]

    @property
    def kind_name(self) -> str:
        """The kind in words; its key if it was dropped."""
        known = kinds().get(self.kind)
        return known.name if known else self.kind

    @property
    def documents(self) -> list[Document]:
        """Its files in order."""
        return [child.value for child in self.files if child.value]

    @documents.setter
    def documents(self, found: Sequence[Document]) -> None:
        self.files = [("file", each) for each in found]

    def clean(self) -> None:
        super().clean()
        kind = kinds().get(self.kind)
        if kind is None:
            raise ValidationError({"kind": _("Please choose what is posted.")})
        if self.ends_on and self.starts_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day comes after the first one.")})
        if kind.standing and self.ends_on:
            raise ValidationError(
                {"ends_on": _("This kind hangs for good. Please leave the last day empty.")}
            )
        if kind.leaves and self.document_id:
            raise ValidationError(
                {
                    "document": _(
                        "What names people leaves the site at the end, but a document of the register stays. "
                        "Please add the file itself."
                    )
                }
            )
        if len(self.places) > MOST_PLACES or any(len(each) > PLACE_LENGTH for each in self.places):
            raise ValidationError({"places": _("Please name at most 60 places, each in a few words.")})

    def check_complete(self) -> None:
        """Raise ValidationError for what a draft may lack but nothing that is submitted."""
        missing: dict[str, Any] = {}
        if not self.sort.standing and not self.ends_on:
            missing["ends_on"] = _("Please fill in this part.")
        if not self.places:
            missing["places"] = _("Name at least one place.")
        if not (self.document_id or self.files or self.text):
            missing["text"] = _("Nothing is posted yet: choose a document, add a file or write the text.")
        if self.document is not None and not self.document.live:
            missing["document"] = _("This document is not public yet. Publish it first.")
        if missing:
            raise ValidationError(missing)

    def get_absolute_url(self) -> str:
        """Path on the unit's own site."""
        return f"/niem-yet/{self.uid}/"

    def tidy(self) -> None:
        super().tidy()
        places = (one_line(str(each)) for each in self.places or ())
        self.places = list(dict.fromkeys(each for each in places if each))
        kind = kinds().get(self.kind)
        ends = self.ends_on if kind and kind.leaves else None
        self.go_live_at = start_of_day(self.starts_on) if self.starts_on else None
        self.expire_at = start_of_day(ends + rules.ONE_DAY) if ends else None


class BoardAct(models.TextChoices):
    """What somebody did or saw at a board."""

    PUT_UP = rules.Act.PUT_UP.value, _("put up")
    SEEN = rules.Act.SEEN.value, _("seen hanging")
    MISSING = rules.Act.MISSING.value, _("was gone")
    TAKEN_DOWN = rules.Act.TAKEN_DOWN.value, _("taken off the board")


class Sighting(ScopedModel):
    """A line of the log of a posting: what was done or seen at a place, when, by whom; never changed.

    One that was entered by mistake is struck out with the reason: it stays to be read and counts no more.
    """

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="sightings")
    place = models.CharField(_("place"), max_length=PLACE_LENGTH)
    act = models.CharField(_("done or seen"), max_length=12, choices=BoardAct)
    at = models.DateTimeField(_("when"))
    who = models.CharField(_("who did it"), max_length=NAME_LENGTH)
    photo = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    entered_name = models.CharField(max_length=NAME_LENGTH)
    entered_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True, editable=False)
    struck_name = models.CharField(max_length=NAME_LENGTH, blank=True, editable=False)
    struck_because = models.CharField(max_length=NOTE_LENGTH, blank=True, editable=False)

    class Meta:
        verbose_name = _("line of the posting log")
        verbose_name_plural = _("posting log")
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["posting", "place", "act", "at"],
                condition=models.Q(struck_at=None),
                name="sighting_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.get_act_display()}"

    @property
    def as_entry(self) -> rules.Entry:
        """What counts of it."""
        return rules.Entry(rules.Act(self.act), self.at)
