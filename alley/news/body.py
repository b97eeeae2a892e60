"""The blocks an article's body is made of. There is no raw HTML among them."""
# mypy: disable-error-code="no-untyped-call, attr-defined"
# Wagtail's own constructors have no types

from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

INLINE = ["bold", "italic", "link", "superscript", "subscript"]


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock()
    alt = blocks.CharBlock(required=False, help_text="What is to be seen, for who cannot see it")
    caption = blocks.CharBlock(required=False)
    credit = blocks.CharBlock(required=False)

    class Meta:
        icon = "image"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock()
    who = blocks.CharBlock(required=False)

    class Meta:
        icon = "openquote"


class ListBlock(blocks.StructBlock):
    ordered = blocks.BooleanBlock(required=False)
    lines = blocks.ListBlock(blocks.RichTextBlock(features=INLINE))

    class Meta:
        icon = "list-ul"


class TableBlock(blocks.StructBlock):
    """Rows of plain cells; the first row names the columns."""

    caption = blocks.CharBlock(required=False)
    rows = blocks.ListBlock(blocks.ListBlock(blocks.CharBlock(required=False)))

    class Meta:
        icon = "table"


class RelatedBlock(blocks.StructBlock):
    headline = blocks.CharBlock()
    url = blocks.URLBlock(help_text="Of this site or another")

    class Meta:
        icon = "doc-full"


class Body(blocks.StreamBlock):
    paragraph = blocks.RichTextBlock(features=INLINE)
    heading = blocks.CharBlock(icon="title")
    quote = QuoteBlock()
    list = ListBlock()
    image = PictureBlock()
    gallery = blocks.ListBlock(PictureBlock(), icon="image")
    table = TableBlock()
    related = RelatedBlock()
