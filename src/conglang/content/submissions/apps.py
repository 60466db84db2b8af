from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """What people send to the desk, before it is an article."""

    name = "conglang.content.submissions"
    label = "submissions"

    def ready(self) -> None:
        from conglang.content.submissions import letters, offers, permissions  # noqa: F401, PLC0415  # register
