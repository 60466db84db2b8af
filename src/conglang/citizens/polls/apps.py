from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "conglang.citizens.polls"
    label = "polls"

    def ready(self) -> None:
        from conglang.citizens.polls import (  # noqa: PLC0415  # models are ready only now
            permissions,  # noqa: F401  # registers who proposes, confirms and counts
        )
