"""What can be found, the words it is found by, and the words that mean the same."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conglang.base.units.scoped import ScopedModel
from conglang.tools.search.words import MOST_LETTERS, words


class SearchEntry(ScopedModel):
    """A public item as the search knows it. Whatever is not public has none.

    The key grows with the moment of publication, so both databases keep their lists newest first. They
    fill their index from `tokens` by themselves: a trigger on SQLite, a generated column on PostgreSQL.
    """

    id = models.BigIntegerField(primary_key=True)
    label = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    uid = models.UUIDField()
    kind = models.CharField(max_length=30)
    section_key = models.CharField(max_length=60, blank=True)
    section = models.CharField(max_length=120, blank=True)
    path = models.CharField(max_length=300)
    language = models.CharField(max_length=8, default="vi")
    is_shared = models.BooleanField(default=False)  # found on the sites of all units below too
    published_at = models.DateTimeField()
    published_on = models.DateField()
    held_on = models.DateField(null=True)
    title = models.CharField(max_length=300)
    title_words = models.CharField(max_length=400)
    title_spelled = models.CharField(max_length=400)
    summary = models.TextField(blank=True)
    text_words = models.TextField(blank=True)
    text = models.TextField(blank=True)
    tokens = models.TextField()

    class Meta:
        default_permissions = ()
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["label", "object_id"], name="search_entry_once")]

    def __str__(self) -> str:
        return self.title


class FileState(models.TextChoices):
    """How far the text of an attached file is."""

    WAITING = "waiting", _("waiting")
    READ = "read", _("read")
    UNREADABLE = "unreadable", _("could not be read")


class EntryFile(ScopedModel):
    """A file attached to an item, with its text once that has been read. `name` is its private path."""

    entry = models.ForeignKey(SearchEntry, models.CASCADE, related_name="files")
    name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    extension = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=FileState, default=FileState.WAITING)
    text = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "sha256"], name="search_file_once")]
        indexes = [models.Index(fields=["unit", "sha256"], name="search_file_content")]

    def __str__(self) -> str:
        return self.name


class Word(models.Model):
    """A folded word, or two in a row of titles and summaries, with the number of items that have it.

    The empty word counts the items themselves.
    """

    unscoped_because = "words of everything public, without where they stand"

    word = models.CharField(primary_key=True, max_length=2 * MOST_LETTERS + 1)
    items = models.IntegerField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["-items", "word"], name="search_word_frequent")]

    def __str__(self) -> str:
        return self.word


class Synonym(models.Model):
    """People's words and the office's words for the same thing; either finds the other."""

    unscoped_because = "one language for the whole installation"

    said = models.CharField(_("people say"), max_length=80)
    means = models.CharField(_("offices write"), max_length=80)
    said_words = models.CharField(max_length=80, editable=False, db_index=True)
    means_words = models.CharField(max_length=80, editable=False, db_index=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["said", "means"]
        constraints = [
            models.UniqueConstraint(
                fields=["said_words", "means_words"], condition=Q(valid_to=None), name="search_synonym_once"
            ),
            models.CheckConstraint(condition=~Q(said_words=F("means_words")), name="search_synonym_differs"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="search_synonym_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.said} = {self.means}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.said_words, self.means_words = " ".join(words(self.said)), " ".join(words(self.means))
        super().save(*args, **kwargs)

    def in_force(self, on: date) -> bool:
        """Whether it counts on the day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


class RebuildMark(models.Model):
    """How far an unfinished rebuild of the index is, so that the next one goes on from there."""

    unscoped_because = "a note of the installation to itself"

    source = models.CharField(max_length=80)
    unit_id = models.BigIntegerField(default=0)  # of one site; 0 stands for all
    last_id = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["source", "unit_id"], name="search_rebuild_once")]

    def __str__(self) -> str:
        return f"{self.source}: {self.last_id}"
