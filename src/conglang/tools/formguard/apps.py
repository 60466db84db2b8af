from django.apps import AppConfig


class FormguardConfig(AppConfig):
    """Tells what people send from what programs send."""

    name = "conglang.tools.formguard"
    label = "formguard"
    verbose_name = "Form guard"
