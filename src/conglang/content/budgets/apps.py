from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "conglang.content.budgets"
    label = "budgets"

    def ready(self) -> None:
        from conglang.content.budgets import (  # noqa: PLC0415  # models are ready only now
            findable,  # noqa: F401  # lets the search list all items
            kinds,  # noqa: F401  # lets the desk's first page list them
            permissions,  # noqa: F401  # registers who discloses the budget
        )
