from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "conglang.citizens.payments"
    label = "payments"

    def ready(self) -> None:
        from conglang.citizens.payments import (  # noqa: PLC0415  # models are ready only now
            permissions,  # noqa: F401  # registers who keeps funds and who confirms
        )
