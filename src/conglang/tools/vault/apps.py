from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Who sent something, kept apart from what was sent."""

    name = "conglang.tools.vault"
    label = "vault"
    verbose_name = "Vault"

    def ready(self) -> None:
        """Register the permissions and what the vault itself destroys."""
        from conglang.tools.vault import permissions  # noqa: F401, PLC0415 - needs the app registry
        from conglang.tools.vault.services import erase  # noqa: F401, PLC0415
