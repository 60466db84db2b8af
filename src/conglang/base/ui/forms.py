"""How forms look: `FORM_RENDERER`, file fields that know their limit, and several files at once."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _

from conglang.base.ui.formats import file_size


class Renderer(TemplatesSetting):
    """Draws `{{ form }}`, `{{ field.as_field_group }}` and `{{ formset }}` with the templates of this app."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
    formset_template_name = "ui/formset.html"


class DayInput(forms.DateInput):
    """A day, by the browser's own calendar; it wants days as 2026-11-26."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class LimitedFileInput(forms.FileInput):
    """File input that tells the browser its limit, so a too big file is refused before it travels."""

    def __init__(self, *, max_bytes: int, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(dict(attrs or {}))  # Django adds to it, and several fields share it
        self.max_bytes = max_bytes

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add the limit and the message of static/ui/js/file-size.js, which fills `{name}` and `{size}`."""
        message = _("The file “{name}” is {size}. Please choose a file of at most %(limit)s.")
        limits = {
            "data-max-bytes": self.max_bytes,
            "data-too-big": message % {"limit": file_size(self.max_bytes)},
        }
        return super().build_attrs(base_attrs | limits, extra_attrs)


class ManyFilesInput(LimitedFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A list of files, perhaps an empty one; each is judged on its own: a bad one stops no other."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not given:
            super().clean(None, initial)
        return [super(ManyFilesField, self).clean(each, initial) for each in given]
