from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Official sheets as PDF and DOCX; it keeps nothing."""

    name = "conglang.tools.papers"
    label = "papers"
