"""A scoped model with what those of this app lack: a public state and a relation to another scoped row."""

from django.db import connection, models

from conglang.base.units.models import Hamlet
from conglang.base.units.scoped import ScopedModel


class Leaflet(ScopedModel):
    title = models.CharField(max_length=50)
    live = models.BooleanField(default=False)
    hamlet = models.ForeignKey(Hamlet, models.CASCADE, null=True, related_name="leaflets")

    class Meta:
        app_label = "leaflets"  # of no installed app, so no other test sees the model


def create_table() -> None:
    """Make the table in the test's transaction, which takes it away again."""
    editor = connection.SchemaEditorClass(connection, collect_sql=True, atomic=False)
    editor.deferred_sql = []  # entering the editor is what SQLite forbids in a transaction
    sql, params = editor.table_sql(Leaflet)
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
