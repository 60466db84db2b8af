from django.apps import AppConfig


class UiConfig(AppConfig):
    """The design system: no models, no rules, only how things look."""

    name = "conglang.base.ui"
    label = "ui"
