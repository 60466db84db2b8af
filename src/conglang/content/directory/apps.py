from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "conglang.content.directory"
    label = "directory"

    def ready(self) -> None:
        from conglang.content.directory import (  # noqa: PLC0415  # models are ready only now
            findable,  # noqa: F401  # lets the search list all entries
            kinds,  # noqa: F401  # lets the desk's first page list them
            permissions,  # noqa: F401  # registers who keeps the directory
        )
