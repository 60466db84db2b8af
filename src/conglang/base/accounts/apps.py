from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "conglang.base.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from conglang.base.accounts import permissions, roles  # noqa: PLC0415 - Django loads models only now

        permissions.register(roles.PERMISSIONS)
