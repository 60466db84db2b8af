from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "conglang.citizens.payments"
    label = "payments"

    def ready(self) -> None:
        from conglang.citizens.payments import (  # noqa: PLC0415  # models are ready only now
            findable,  # noqa: F401  # lets the search list funds
            permissions,  # noqa: F401  # registers who keeps funds and who confirms
        )
