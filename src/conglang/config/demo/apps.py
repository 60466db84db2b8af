from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "conglang.config.demo"
    label = "demo"
