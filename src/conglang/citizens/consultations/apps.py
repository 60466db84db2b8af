from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "conglang.citizens.consultations"
    label = "consultations"

    def ready(self) -> None:
        from conglang.citizens.consultations import (  # noqa: PLC0415  # models are ready only now
            findable,  # noqa: F401  # lets the search list consultations
            kinds,  # noqa: F401  # lets the desk's first page list consultations and their outcomes
            permissions,  # noqa: F401  # registers who consults
        )
