from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "conglang.content.documents"
    label = "documents"

    def ready(self) -> None:
        from conglang.content.documents import (  # noqa: PLC0415  # models are ready only now
            findable,  # noqa: F401  # lets the search list all documents
            kinds,  # noqa: F401  # lets the desk's first page list them
            permissions,  # noqa: F401  # registers who keeps the register
        )
