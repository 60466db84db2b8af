from django.apps import AppConfig


class MailboxConfig(AppConfig):
    name = "conglang.tools.mailbox"
    label = "mailbox"

    def ready(self) -> None:
        from conglang.base.accounts import mails  # noqa: PLC0415
        from conglang.tools.mailbox import permissions, receipts  # noqa: F401, PLC0415  # registers the roles

        mails.add_kind(receipts.KIND, receipts.draft)
