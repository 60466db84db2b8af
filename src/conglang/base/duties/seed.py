"""The rules of the release, entered by migrations; what people entered or confirmed stays."""

from typing import Any

from conglang.base.duties.rule_file import delivered


def load_delivered(apps: Any, schema_editor: Any) -> None:
    """Enter the versions that are missing."""
    from conglang.base.duties.models import columns  # noqa: PLC0415  # no models while migrations are read

    rows = apps.get_model("duties", "Rule").objects
    known = set(rows.values_list("rule_id", "scope", "version"))
    for entry in delivered().entries:
        if (entry.rule.id, entry.rule.scope, entry.rule.version) not in known:
            rows.create(is_delivered=True, **columns(entry))
