from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "conglang.content.procedures"
    label = "procedures"

    def ready(self) -> None:
        from conglang.content.procedures import (  # noqa: PLC0415  # models are ready only now
            findable,  # noqa: F401  # lets the search list procedures
            kinds,  # noqa: F401  # lets the desk's first page list notes
            permissions,  # noqa: F401  # registers who keeps the catalogue
        )
