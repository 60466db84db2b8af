from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """What readers asked to be told, without an account, and what was sent to them."""

    name = "conglang.tools.notify"
    label = "notify"

    def ready(self) -> None:
        from conglang.base.accounts import mails  # noqa: PLC0415
        from conglang.tools.notify import letters, permissions  # noqa: F401, PLC0415  # registers who reads

        mails.add_kind(letters.CONFIRM, letters.confirmation)
