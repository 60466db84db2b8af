from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "conglang.content.disclosure"
    label = "disclosure"

    def ready(self) -> None:
        from conglang.content.disclosure import (  # noqa: PLC0415  # models are ready only now
            findable,  # noqa: F401  # lets the search list all headings
            offering,  # noqa: F401  # leads from items into the catalogue
            permissions,  # noqa: F401  # registers who discloses
        )
