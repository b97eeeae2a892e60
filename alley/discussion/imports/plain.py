"""Somebody's HTML as plain text: what a reader saw, never markup."""

from html.parser import HTMLParser

BREAKS = {"p", "div", "li", "ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4", "tr"}
SILENT = {"script", "style", "template", "iframe", "object", "svg"}


def plain(html: str) -> str:
    """Paragraphs and line breaks stay; a link shows its address unless its words do already."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(lines).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0
        self.link, self.linked_from = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag in BREAKS:
            self.parts.append("\n\n" if tag == "p" else "\n")
        elif tag == "a":
            self.link, self.linked_from = dict(attrs).get("href") or "", len(self.parts)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in BREAKS:
            self.parts.append("\n")
        elif tag == "a" and self.link:
            self._show_link()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data.replace("\n", " ") if self.lasttag != "pre" else data)

    def _show_link(self) -> None:
        words = "".join(self.parts[self.linked_from :]).strip()
        shortened = words.rstrip(".…")
        if not self.link.startswith(("http://", "https://")):
            pass
        elif shortened and self.link.startswith(shortened):
            self.parts[self.linked_from :] = [self.link]
        elif words != self.link:
            self.parts.append(f" ({self.link})")
        self.link = ""
