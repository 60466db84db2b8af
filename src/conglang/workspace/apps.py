from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """The officials' desk; it owns no rules and no tables."""

    name = "conglang.workspace"
    label = "workspace"

    def ready(self) -> None:
        from conglang.workspace import (  # noqa: PLC0415  # models are ready only now
            kinds,  # noqa: F401  # lets the first page list articles
            permissions,  # noqa: F401  # registers who reads the trail
        )
        from conglang.workspace.views import (  # noqa: PLC0415
            share,  # noqa: F401  # offers what other official pages need
            sheet,  # noqa: F401  # shows the sheet on the pages of items
            takedown,  # noqa: F401  # and the orders to take them down
        )
