from django.apps import AppConfig


class CasesConfig(AppConfig):
    """What people bring to the commune, and what becomes of it."""

    name = "conglang.citizens.cases"
    label = "cases"

    def ready(self) -> None:
        from conglang.citizens.cases import permissions  # noqa: F401, PLC0415  # registers who works on cases
