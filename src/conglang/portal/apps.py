from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "conglang.portal"
    label = "portal"
