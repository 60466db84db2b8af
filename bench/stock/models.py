"""What the tutorial of Wagtail makes of news, with the fields of our articles that people fill."""

from typing import ClassVar

from django.db import models
from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index


class Folder(Page):
    """Holds the news."""


class News(Page):
    """One item."""

    summary = models.TextField(blank=True)
    body = StreamField([("text", RichTextBlock())], blank=True)
    author_name = models.CharField(max_length=160)

    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
