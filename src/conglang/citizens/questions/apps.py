from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "conglang.citizens.questions"
    label = "questions"

    def ready(self) -> None:
        from conglang.citizens.questions import (  # noqa: PLC0415  # models are ready only now
            findable,  # noqa: F401  # lets the search list answers
            kinds,  # noqa: F401  # lets the desk's first page list answers, and units choose their way
            permissions,  # noqa: F401  # registers who answers
        )
