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

    def hidden_of(self, action: str) -> dict[str, str]:
        """The hidden fields of the form that goes to an address."""
        found: dict[str, str] = {}
        is_in = False
        for tag, attributes in self.tags:
            is_in = attributes.get("action") == action if tag == "form" else is_in
            if is_in and tag == "input" and attributes.get("type") == "hidden":
                found[str(attributes["name"])] = str(attributes["value"])
        assert found, f"no form goes to {action}: {self.words}"
        return found

    def field(self, name: str) -> dict[str, str | None]:
        (found,) = (field for field in self.all("input") if field["name"] == name)
        return found
