"""The few blocks that a body is composed of: flat, never renamed, each with one template."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

RICH_TEXT = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr"]


class DescribedPicture(ImageBlock):  # type: ignore[misc]  # Wagtail is untyped
    """A picture with its description. Wagtail makes the one label from the field's name, in English."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.child_blocks["image"].label = _("picture")


class PictureBlock(blocks.StructBlock):  # type: ignore[misc]
    picture = DescribedPicture(label=_("picture"))
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("picture")
        template = "pages/blocks/picture.html"


class AttachmentBlock(blocks.StructBlock):  # type: ignore[misc]
    document = DocumentChooserBlock(label=_("attachment"))

    class Meta:
        icon = "doc-full"
        label = _("attachment")
        template = "pages/blocks/attachment.html"


class QuoteBlock(blocks.StructBlock):  # type: ignore[misc]
    quote = blocks.TextBlock(label=_("quotation"), rows=3)
    speaker = blocks.CharBlock(label=_("said by"), required=False, max_length=160)

    class Meta:
        icon = "openquote"
        label = _("quotation")
        template = "pages/blocks/quote.html"


class BodyBlock(blocks.StreamBlock):  # type: ignore[misc]
    """The body of an article or a page."""

    text = blocks.RichTextBlock(label=_("text"), features=RICH_TEXT, template="pages/blocks/text.html")
    picture = PictureBlock()
    table = TableBlock(label=_("table"), template="pages/blocks/table.html", table_options={"height": 200})
    quote = QuoteBlock()
    attachment = AttachmentBlock()


def plain_text(body: Any) -> str:
    """The words of a body in order, for search and summaries."""
    words: list[str] = []
    for child in body:
        words.extend(child.block.get_searchable_content(child.value))
    return "\n".join(words)
