from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "conglang.network.exchange"
    label = "exchange"

    def ready(self) -> None:
        from conglang.network.exchange import permissions  # noqa: F401, PLC0415  # registers the roles
