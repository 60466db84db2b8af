from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "conglang.base.ui"
    label = "ui"
