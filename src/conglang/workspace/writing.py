"""The plain form in which an article is written and corrected."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from conglang.base.ui.forms import LimitedFileInput
from conglang.base.units.models import Unit
from conglang.content.newsroom.languages import Language
from conglang.content.newsroom.models import Article, ArticleKind, Reuse
from conglang.content.newsroom.plain_text import as_blocks
from conglang.content.newsroom.queries import offered_themes, usual_reuse
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.themes import Theme
from conglang.kernel.clock import local_day
from conglang.kernel.clock import now as clock_now
from conglang.tools.media.models import Image
from conglang.tools.media.rules import MAX_DOCUMENT_BYTES, MAX_IMAGE_BYTES
from conglang.tools.pages.models import Section, SectionKind
from conglang.tools.pages.picture_forms import PICTURES
from conglang.workspace.typed import as_text, parts_of, raw_body

TEXT_MOST = 200_000  # characters: the longest report fits many times
WORD = {"accept": ".docx,.html,.htm,.txt"}


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar with a clock."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class ArticleForm(forms.Form):
    """What an article needs, from top to bottom as it is read."""

    section = forms.ModelChoiceField(
        Section.objects.none(), label=_("Section of the site"), empty_label=_("Choose a section")
    )
    kind = forms.ChoiceField(
        label=_("Kind of item"),
        choices=ArticleKind,
        required=False,
        help_text=_("Lists and figures tell them apart."),
    )
    theme: Any = forms.ModelChoiceField(
        Theme.objects.none(),
        label=_("Theme"),
        required=False,
        empty_label=_("None of these"),
        help_text=_("What the plan of the year counts it under. Series and events stand here too."),
    )
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=250,
        help_text=_("Say what happened, in one short sentence."),
    )
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=600,
        help_text=_("Two or three sentences. They stand in lists and are read aloud first."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text = forms.CharField(
        label=_("Content"),
        required=False,
        max_length=TEXT_MOST,
        help_text=_("Leave an empty line between paragraphs."),
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    file = forms.FileField(
        label=_("Or a Word file"),
        required=False,
        help_text=_(
            "Instead of typing. Text, tables and pictures are taken from the file; the file is kept."
        ),
        widget=LimitedFileInput(max_bytes=MAX_DOCUMENT_BYTES, attrs=WORD),
    )
    picture = forms.FileField(
        label=_("Lead picture"),
        required=False,
        widget=LimitedFileInput(max_bytes=MAX_IMAGE_BYTES, attrs=PICTURES),
    )
    lead: Any = forms.ModelChoiceField(Image.objects.all(), required=False, widget=forms.HiddenInput)
    lead_alt = forms.CharField(
        label=_("What the picture shows"),
        required=False,
        max_length=255,
        help_text=_("One sentence for people who cannot see the picture. Needed for every picture."),
    )
    author_name = forms.CharField(
        label=_("Author"), max_length=160, help_text=_("Of a collected item: who collected it.")
    )
    author_address = forms.CharField(label=_("Author's address or unit"), max_length=240)
    source_name = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=200,
        help_text=_("Only for collected items: where it comes from."),
    )
    source_url = forms.URLField(
        label=_("Address of the source"), required=False, max_length=400, assume_scheme="https"
    )
    language = forms.ChoiceField(
        label=_("Language of the text"),
        choices=Language.choices,
        initial=Language.VIETNAMESE,
        required=False,
        help_text=_("Screen readers choose their voice by it."),
    )
    translation_of: Any = forms.ModelChoiceField(
        Article.objects.all(), required=False, widget=forms.HiddenInput
    )
    reuse = forms.ChoiceField(
        label=_("Use elsewhere"),
        choices=Reuse,
        required=False,
        help_text=_("Whether newspapers, other sites and apps may take over text and pictures."),
    )
    go_live_at = forms.DateTimeField(
        label=_("Time of publishing"),
        required=False,
        help_text=_("Leave it empty to publish as soon as the article is approved."),
        widget=MomentInput,
    )

    def __init__(self, *args: Any, unit_id: int, article: Article | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article
        self.unit_id = unit_id
        section = cast("Any", self.fields["section"])
        rows = Section.objects.filter(unit=unit_id, is_hidden=False)
        section.queryset = rows.exclude(kind=SectionKind.GROUP)
        cast("Any", self.fields["lead"]).queryset = Image.objects.filter(unit=unit_id)
        themes = offered_themes(
            Unit.objects.get(pk=unit_id), local_day(clock_now()), article.theme_id if article else None
        )
        cast("Any", self.fields["theme"]).queryset = themes
        originals = Article.objects.filter(unit=unit_id, translation_of=None)
        cast("Any", self.fields["translation_of"]).queryset = originals.defer("body")
        if article is None:
            self.initial.setdefault("reuse", usual_reuse(unit_id))
        else:
            del self.fields["file"]
            if as_text(article) is None:
                del self.fields["text"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        has_picture = given.get("picture") or given.get("lead")
        if has_picture and not given.get("lead_alt", "").strip():
            self.add_error("lead_alt", _("Please say what the lead picture shows."))
        if not given.get("title", "").strip() and not given.get("file") and "title" not in self.errors:
            self.add_error("title", _("Please give a title, or choose a Word file."))
        if given.get("source_url") and not given.get("source_name", "").strip():
            self.add_error("source_name", _("Please name the source of the collected item."))
        if given.get("file") and given.get("text", "").strip():
            self.add_error("file", _("Please either type the text or choose a file, not both."))
        return given

    def content(self, *, title: str = "", summary: str = "") -> ArticleContent:
        """What was filled in; a file's title, summary and body stand where nothing was typed."""
        given = self.cleaned_data
        has_typed = "text" in self.fields and not given.get("file")
        return ArticleContent(
            section_id=given["section"].pk,
            title=given["title"] or title,
            summary=given["summary"] or summary,
            body=[*as_blocks(given["text"]), *self._parts()] if has_typed else None,
            kind=given["kind"] or (self.article.kind if self.article else ArticleContent.kind),
            lead_id=given["lead"].pk if given.get("lead") else None,
            lead_alt=given["lead_alt"],
            department_id=self.article.department_id if self.article else None,
            author_name=given["author_name"],
            author_address=given["author_address"],
            source_name=given["source_name"],
            source_url=given["source_url"],
            reuse=given["reuse"] or None,
            theme_id=given["theme"].pk if given["theme"] else None,
            language=given["language"] or (self.article.language if self.article else Language.VIETNAMESE),
            translation_of_id=given["translation_of"].pk if given.get("translation_of") else None,
            go_live_at=given["go_live_at"],
            expire_at=self.article.expire_at if self.article else None,
        )

    def _parts(self) -> list[dict[str, Any]]:
        return parts_of(raw_body(self.article)) if self.article else []

    def take_errors(self, error: ValidationError) -> None:
        """Say what the article itself refuses beside the fields that it is about."""
        found = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        for name, errors in found.items():
            field = {"body": "text"}.get(name, name)
            self.add_error(field if field in self.fields else None, errors)


def initial_of(article: Article) -> dict[str, Any]:
    """The form's values for an article as it was stored last."""
    names = (
        *("kind", "title", "summary", "lead_alt", "author_name", "author_address"),
        *("source_name", "source_url", "reuse", "language"),
    )
    return {name: getattr(article, name) for name in names} | {
        "section": article.section_id,
        "theme": article.theme_id,
        "lead": article.lead_id,
        "translation_of": article.translation_of_id,
        "go_live_at": article.go_live_at,
        "text": as_text(article) or "",
    }
