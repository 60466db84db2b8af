"""The few blocks that a body is composed of: flat, never renamed, each with one template."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from conglang.tools.media.rules import CAPTIONS, SOUNDS, VIDEOS

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


class GalleryBlock(blocks.StructBlock):  # type: ignore[misc]
    """Pictures beside each other; each leads to its largest size."""

    pictures = blocks.ListBlock(PictureBlock(), label=_("pictures"), min_num=2, max_num=40, collapsed=True)

    class Meta:
        icon = "image"
        label = _("picture set")
        template = "pages/blocks/gallery.html"


class InfographicBlock(blocks.StructBlock):  # type: ignore[misc]
    """A large picture full of words, and all of these words for those who cannot see them."""

    picture = DescribedPicture(label=_("picture"))
    words = blocks.RichTextBlock(
        label=_("everything that the picture says"),
        features=RICH_TEXT,
        help_text=_("All figures and words in their order. They are read aloud, searched and translated."),
    )

    class Meta:
        icon = "image"
        label = _("infographic")
        template = "pages/blocks/infographic.html"


class RecordingBlock(blocks.StructBlock):  # type: ignore[misc]
    """What video and sound share. Drafts may lack the transcript, nothing that is submitted may."""

    accepted: Mapping[str, Any] = {}

    def clean(self, value: Any) -> Any:
        """The value; files of another kind than their field wants are refused."""
        cleaned = super().clean(value)
        errors = {
            name: ValidationError(message)
            for name, kinds, message in self._wanted()
            if cleaned.get(name) and cleaned[name].extension not in kinds
        }
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    def _wanted(self) -> list[tuple[str, Mapping[str, Any], Any]]:
        return [("file", self.accepted, self.meta.wrong_file)]


class VideoBlock(RecordingBlock):
    """A video of our own, with captions for whoever cannot hear it."""

    accepted = VIDEOS

    title = blocks.CharBlock(label=_("title"), max_length=160)
    file = DocumentChooserBlock(label=_("video file"), help_text=_("MP4 (H.264) or WebM, at most 60 MB."))
    poster = DescribedPicture(label=_("picture before it plays"), required=False)
    captions = DocumentChooserBlock(
        label=_("captions"), required=False, help_text=_("A WebVTT file (.vtt) with what is said, and when.")
    )
    is_silent = blocks.BooleanBlock(label=_("Nobody speaks in this video"), required=False)
    transcript = blocks.TextBlock(
        label=_("transcript"),
        rows=8,
        help_text=_("Everything that is said, and what is seen where that matters."),
    )

    class Meta:
        icon = "media"
        label = _("video")
        template = "pages/blocks/video.html"
        wrong_file = _("This is not a video. Please choose an MP4 or WebM file.")

    def _wanted(self) -> list[tuple[str, Mapping[str, Any], Any]]:
        captions = {CAPTIONS.extension: CAPTIONS}
        return [*super()._wanted(), ("captions", captions, _("This is not a caption file (.vtt)."))]


class SoundBlock(RecordingBlock):
    """A recording of our own."""

    accepted = SOUNDS

    title = blocks.CharBlock(label=_("title"), max_length=160)
    file = DocumentChooserBlock(label=_("sound file"), help_text=_("MP3, M4A or OGG, at most 60 MB."))
    transcript = blocks.TextBlock(label=_("transcript"), rows=8, help_text=_("Everything that is said."))

    class Meta:
        icon = "media"
        label = _("sound recording")
        template = "pages/blocks/sound.html"
        wrong_file = _("This is not a sound recording. Please choose an MP3, M4A or OGG file.")


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


class CorrectionBlock(blocks.StructBlock):  # type: ignore[misc]
    """A mistake that was public and is put right, in the same place as the mistake."""

    on = blocks.DateBlock(label=_("corrected on"))
    text = blocks.TextBlock(
        label=_("what was wrong, and what is right"),
        rows=3,
        help_text=_("Such as: “The post said 7 metres. The gate is 7.2 metres high.”"),
    )

    class Meta:
        icon = "warning"
        label = _("correction")
        template = "pages/blocks/correction.html"


class BodyBlock(blocks.StreamBlock):  # type: ignore[misc]
    """The body of an article or a page."""

    text = blocks.RichTextBlock(label=_("text"), features=RICH_TEXT, template="pages/blocks/text.html")
    picture = PictureBlock()
    table = TableBlock(label=_("table"), template="pages/blocks/table.html", table_options={"height": 200})
    quote = QuoteBlock()
    attachment = AttachmentBlock()
    gallery = GalleryBlock()
    infographic = InfographicBlock()
    video = VideoBlock()
    sound = SoundBlock()
    correction = CorrectionBlock()


def plain_text(body: Any) -> str:
    """The words of a body in order, for search and summaries."""
    words: list[str] = []
    for child in body:
        words.extend(child.block.get_searchable_content(child.value))
    return "\n".join(words)


def pictures_in(body: Any) -> list[Any]:
    """The pictures that a body shows, in order."""
    found: list[Any] = []
    for child in body:
        if child.block_type == "gallery":
            found += [each.get("picture") for each in child.value["pictures"]]
        elif child.block_type in {"picture", "infographic", "video"}:
            found.append(child.value.get("poster" if child.block_type == "video" else "picture"))
    return [each for each in found if each]


def attachments_in(body: Any) -> list[Any]:
    """The files that readers fetch from a body: attachments, recordings, captions."""
    found: list[Any] = []
    for child in body:
        names = {"attachment": ("document",), "video": ("file", "captions"), "sound": ("file",)}
        found += [child.value.get(name) for name in names.get(child.block_type, ())]
    return [each for each in found if each]


def missing_in(body: Any) -> list[Any]:
    """What a body still lacks before people who do not see or hear can be served like everybody else."""
    found: list[Any] = []
    for child in body:
        value = child.value
        if child.block_type in {"video", "sound"}:
            if not value.get("file"):
                found.append(_("A recording has no file yet."))
            if not str(value.get("transcript") or "").strip():
                found.append(_("“%(title)s” has no transcript yet.") % {"title": value.get("title") or "…"})
            if child.block_type == "video" and not (value.get("captions") or value.get("is_silent")):
                found.append(
                    _("“%(title)s” has no captions yet. If nobody speaks in it, please say so.")
                    % {"title": value.get("title") or "…"}
                )
        elif child.block_type == "infographic" and not words_of(value.get("words")):
            found.append(_("An infographic lacks the words that it shows."))
        elif child.block_type == "gallery":
            blank = [each for each in value["pictures"] if _is_undescribed(each.get("picture"))]
            if blank:
                found.append(_("A picture of a picture set has no description yet."))
        elif child.block_type == "picture" and _is_undescribed(value.get("picture")):
            found.append(_("A picture has no description yet."))
    return found


def words_of(rich: Any) -> str:
    """The text of rich text, without tags."""
    return strip_tags(getattr(rich, "source", "") or "").strip()


def _is_undescribed(picture: Any) -> bool:
    return picture is None or not (
        getattr(picture, "decorative", False) or (getattr(picture, "contextual_alt_text", "") or "").strip()
    )
