from pathlib import Path

from django.apps import AppConfig
from django.conf import settings

from conglang.config.demo.clock import AHEAD, MovedClock
from conglang.kernel.clock import run_on


class DemoConfig(AppConfig):
    name = "conglang.config.demo"
    label = "demo"

    def ready(self) -> None:
        run_on(MovedClock(Path(settings.DATA, AHEAD)))
