"""What stands on a page."""

from html.parser import HTMLParser

import httpx


class Read(HTMLParser):
    """Its tags with their attributes, and its words."""

    def __init__(self, page: httpx.Response) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._areas: dict[tuple[str, str], str] = {}
        self._form = ""
        self._area: tuple[str, str] | None = None
        self.feed(page.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._form = str(dict(attrs).get("action", "")) if tag == "form" else self._form
        if tag == "textarea":
            self._area = self._form, str(dict(attrs)["name"])
            self._areas[self._area] = ""

    def handle_endtag(self, tag: str) -> None:
        self._area = None if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        """Fields of several lines are kept as browsers read them: without the line break that begins them."""
        if self._area:
            self._areas[self._area] = (self._areas[self._area] + data).removeprefix("\n")
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

    def typed_into(self, action: str) -> dict[str, str]:
        """What stands in the fields of several lines of the form that goes to an address."""
        return {name: text for (form, name), text in self._areas.items() if form == action}

    @property
    def forms(self) -> set[str]:
        """Where its forms go to."""
        return {str(form["action"]) for form in self.all("form")}

    def field(self, name: str) -> dict[str, str | None]:
        (found,) = (field for field in self.all("input") if field["name"] == name)
        return found
