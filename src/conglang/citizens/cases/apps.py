from django.apps import AppConfig


class CasesConfig(AppConfig):
    """What people bring to the commune, and what becomes of it."""

    name = "conglang.citizens.cases"
    label = "cases"

    def ready(self) -> None:
        from conglang.base.duties.reminding import let_rise  # noqa: PLC0415  # models are ready only now
        from conglang.citizens.cases import (  # noqa: PLC0415
            kinds,  # noqa: F401  # lets the desk's first page list answers
            permissions,  # noqa: F401  # registers who works on cases
        )

        let_rise("cases.case")  # titles of their duties are codes
