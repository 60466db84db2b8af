"""The editor's form: the person's own sections, and their name as the author's."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.units.models import Department, Unit
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.queries import offered_themes, usual_reuse
from conglang.content.newsroom.themes import Theme
from conglang.kernel.clock import local_day, now
from conglang.tools.pages.models import Section, SectionKind

if TYPE_CHECKING:
    SectionChoice = forms.ModelChoiceField[Section]
else:
    SectionChoice = forms.ModelChoiceField  # generic in the stubs only


class SectionField(SectionChoice):
    """Sections; those of other units that the person writes for say whose they are."""

    acting_unit: int | None = None

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title) if obj.unit_id == self.acting_unit else f"{obj.title} · {obj.unit.title}"


class ArticleForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail is untyped
    """An article as it is composed in the editor."""

    section = SectionField(Section.objects.none(), label=_("section"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = acting(self.for_user) if self.for_user else None
        unit_id = self.instance.unit_id or (actor.unit_id if actor else None)
        for name in ("reuse", "language"):
            self.fields[name].required = False  # of a form that does not ask, the present value stays
        self._offer_sections(actor)
        self.fields["department"].queryset = Department.objects.filter(unit=unit_id)
        unit = Unit.objects.filter(pk=unit_id).first() if unit_id else None
        self.fields["theme"].queryset = (
            offered_themes(unit, local_day(now()), self.instance.theme_id) if unit else Theme.objects.none()
        )
        if actor is not None and self.instance.pk is None:
            self.initial.setdefault("author_name", actor.name)
            if unit_id is not None:
                self.instance.reuse = self.initial["reuse"] = usual_reuse(unit_id)
                self.initial.setdefault("author_address", Unit.objects.get(pk=unit_id).title)

    def _offer_sections(self, actor: Actor | None) -> None:
        field = self.fields["section"]
        rows = Section.objects.filter(unit__in_writable=True, is_hidden=False).exclude(kind=SectionKind.GROUP)
        if self.instance.unit_id:
            rows = rows.filter(unit=self.instance.unit_id)
        field.queryset = rows.select_related("unit")
        field.acting_unit = actor.unit_id if actor else None

    def clean_section(self) -> Section:
        """Where the person may write; the list offers no other, a forged form might."""
        section: Section = self.cleaned_data["section"]
        if section and self.for_user and not acting(self.for_user).may("newsroom.write", section.unit_id):
            raise forms.ValidationError(_("You cannot write in this section."))
        return section

    def save(self, commit: bool = True) -> Article:  # noqa: FBT001, FBT002 - Django's signature
        if self.instance.pk is None:
            self.instance.author = self.for_user
        article: Article = super().save(commit=commit)
        return article


def acting(user: Any) -> Actor:
    """The actor of a signed-in person; the middleware has put it on the user."""
    known: Actor | None = getattr(user, "acting", None)
    return known or actor_for(user, None, now())
