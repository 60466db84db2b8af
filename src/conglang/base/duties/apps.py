from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "conglang.base.duties"
    label = "duties"

    def ready(self) -> None:
        from conglang.base.accounts import mails  # noqa: PLC0415 - needs the app registry
        from conglang.base.duties import letters, permissions  # noqa: F401, PLC0415 - registers who keeps the clock

        mails.add_kind(letters.DIGEST, letters.digest)
