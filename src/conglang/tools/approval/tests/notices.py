"""A publishable model as a content app would write one; of no installed app, so no other test meets it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from django.apps import AppConfig, apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from wagtail.blocks import RichTextBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from conglang.tools.approval import triggers
from conglang.tools.approval.publishable import Publishable
from conglang.tools.approval.routes import Route, Step
from conglang.tools.media.models import Image
from conglang.tools.pages.models import Section

WRITE, COLLECT, VERIFY, APPROVE = "notices.write", "notices.collect", "notices.verify", "notices.approve"
OFFICE = {"submit": WRITE, "publish": COLLECT, "withdraw": COLLECT}
SHORT = Route((Step("approve", APPROVE),), **OFFICE)
LONG = Route(
    (
        Step("verify", VERIFY, assigned_by=COLLECT, needs_assignment=True, hours=48),
        Step("approve", APPROVE),
    ),
    **OFFICE,
)
BLOCKS = [
    ("text", RichTextBlock()),
    ("picture", ImageChooserBlock()),
    ("described", ImageBlock()),
    ("attachment", DocumentChooserBlock()),
]


class Notice(Publishable):
    title = models.CharField(max_length=200)
    body = StreamField(BLOCKS, blank=True)
    lead = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, related_name="+")
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="+")
    visits = models.PositiveIntegerField(default=0)
    reviewer: ClassVar[int | None] = None

    default_route = LONG
    outside_approval = frozenset({"visits"})
    of_the_object = ()

    class Meta(Publishable.Meta):
        app_label = "notices"

    def __str__(self) -> str:
        return self.title

    def reviewer_for(self, step: str) -> int | None:
        return self.reviewer if step == "verify" else None


@contextmanager
def installed() -> Iterator[None]:
    """Know the app and have its guarded table inside the block."""
    config = AppConfig("notices", __import__(__name__, fromlist=["notices"]))
    config.models, config.apps = apps.all_models["notices"], apps
    apps.app_configs["notices"] = config
    apps.clear_cache()
    editor = connection.SchemaEditorClass(connection, collect_sql=True, atomic=False)
    editor.deferred_sql = []
    sql, params = editor.table_sql(Notice)
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
    triggers.guard(connection, Notice)
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        ContentType.objects.clear_cache()  # the row goes with the test, as the table does
        if not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE notices_notice")
        del apps.app_configs["notices"]
        apps.clear_cache()
