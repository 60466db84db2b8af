from django.apps import AppConfig


class PostingsConfig(AppConfig):
    """What hangs on the boards of a unit, and the proof that it did."""

    name = "conglang.content.postings"
    label = "postings"

    def ready(self) -> None:
        from conglang.content.postings import (  # noqa: PLC0415  # models are ready only now
            findable,  # noqa: F401  # lets the search list what stays
            kinds,  # noqa: F401  # lets the desk's first page list them
            permissions,  # noqa: F401  # registers who keeps the postings
        )
