from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "conglang.content.supervision"
    label = "supervision"

    def ready(self) -> None:
        from conglang.base.accounts import mails  # noqa: PLC0415  # needs the app registry
        from conglang.content.supervision import letters, permissions  # noqa: F401, PLC0415  # registers who sees what

        mails.add_kind(letters.SILENT, letters.silent)
