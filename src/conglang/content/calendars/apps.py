from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "conglang.content.calendars"
    label = "calendars"

    def ready(self) -> None:
        from conglang.content.calendars import (  # noqa: PLC0415  # models are ready only now
            desk_lines,  # noqa: F401  # lets entries stand in "Waiting for me"
            findable,  # noqa: F401  # lets the search list all entries
            permissions,  # noqa: F401  # registers the room's roles
        )
