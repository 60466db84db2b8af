"""The catalogue of the release, entered by migrations; what people entered or confirmed stays."""

from typing import Any

from conglang.content.disclosure.catalogue import delivered


def load_delivered(apps: Any, schema_editor: Any) -> None:
    """Enter the versions that are missing."""
    from conglang.content.disclosure.models import columns  # noqa: PLC0415  # no models while migrations are read

    rows = apps.get_model("disclosure", "Heading").objects
    known = set(rows.values_list("key", "scope", "version"))
    for order, line in enumerate(delivered().lines):
        if (line.key, line.scope, line.version) not in known:
            rows.create(is_delivered=True, order=order, **columns(line))
