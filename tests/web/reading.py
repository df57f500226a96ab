"""What stands on a page."""

from html.parser import HTMLParser

import httpx


class Read(HTMLParser):
    """Its tags with their attributes, and its words."""

    def __init__(self, page: httpx.Response) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, wanted: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == wanted]

    def field(self, name: str) -> dict[str, str | None]:
        (found,) = (field for field in self.all("input") if field["name"] == name)
        return found
