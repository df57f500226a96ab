"""Markdown as HTML: whatever is written, only harmless tags and links come out."""

from contextlib import suppress
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multitrainer.domain.messages import MOST_TEXT
from multitrainer.telling.markdown import (
    DEEPEST,
    MARKDOWN,
    MOST_LINES,
    MOST_MARKS,
    RELATION,
    SCHEMES,
    TooMuch,
    html_of,
    shown_of,
)

ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in ("p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "li")},
    "ol": {"start"},
    "a": {"href", "rel"},
}
PARTS = st.sampled_from([
    *("*", "**", "_", "~~", "`", "```", "\n", "\n\n", "> ", "- ", "1. ", "    ", "#", "[", "](", ")", "!", "<", ">"),
    *("\\", "&lt;", "&#106;", '"', "'", "javascript:", "https://a.example/", "mailto:a@b.c", "data:text/html,", "//a"),
    *("<script>", "</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:x'>", "[a]: javascript:x"),
    *("\0", "\u202e", "\t", " "),
    *("&Tab;", "\x01", "ja\nva", "vbscript:", "JAVASCRIPT&colon;", "ftp://a", "https:", "x", "word"),
])  # fmt: skip
TEXTS = st.lists(st.one_of(PARTS, st.text(max_size=5)), max_size=40).map("".join)


class Reader(HTMLParser):
    """Reads HTML as a browser does, and notes what there is."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert {name for name, _ in attrs} <= ALLOWED[tag], (tag, attrs)
        if tag == "a":
            assert dict(attrs)["rel"] == RELATION
            self.links.append(dict(attrs)["href"] or "")
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(html_of(text))
    reader.close()
    assert not reader.open
    return reader


@given(TEXTS)
def test_whatever_is_written_only_allowed_tags_come_out_and_links_lead_elsewhere(text: str) -> None:
    for link in read(text).links:
        there = urlsplit(link)
        assert there.scheme.lower() in SCHEMES
        assert there.hostname if there.scheme.lower() != "mailto" else "@" in there.path


@given(st.text("abcdefghijklmnopqrstuvwxyz ", min_size=1, max_size=50).filter(lambda text: text.strip()))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert html_of(text.strip()) == f"<p>{text.strip()}</p>\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**a** *b* ~~c~~ `d`", "<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>\n"),
        ("a\nb", "<p>a<br>\nb</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("```js onclick=x\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>\n"),
        ("[a](https://b.example 'c')", f'<p><a href="https://b.example" rel="{RELATION}">a</a></p>\n'),
        ("<http://a.example>", f'<p><a href="http://a.example" rel="{RELATION}">http://a.example</a></p>\n'),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
        ("[a](/relative)", "<p>[a](/relative)</p>\n"),
        ("[a](https:/relative)", "<p>[a](https:/relative)</p>\n"),
        ("[a](https:javascript:b)", "<p>[a](https:javascript:b)</p>\n"),
        ("<https:/relative>", "<p>&lt;https:/relative&gt;</p>\n"),
        ("[a](https://:80/)", "<p>[a](https://:80/)</p>\n"),
        ("[a](mailto:)", "<p>[a](mailto:)</p>\n"),
        (
            "[a]() [*b*](  ) [c](https://d.example)",
            f'<p>a <em>b</em> <a href="https://d.example" rel="{RELATION}">c</a></p>\n',
        ),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("# a", "<p># a</p>\n"),
    ],
)
def test_what_is_read_of_markdown(text: str, html: str) -> None:
    assert html_of(text) == html


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**a** [b](https://c.example) &lt;i&gt; &#8203;", "a b <i> \u200b"),
        (">", ""),
        ("*", ""),
        ("1.", ""),
        ("&nbsp;", "\xa0"),
        ("[](https://c.example)", ""),
        ("```x\n```", ""),
        ("<b>", "<b>"),
    ],
)
def test_what_is_shown_is_what_is_between_the_tags(text: str, shown: str) -> None:
    assert shown_of(text).strip("\n") == shown


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("*a*\n" * MOST_LINES + "b", id="lines"),
        pytest.param("[" * (MOST_MARKS + 1), id="marks"),
        pytest.param("*a* " * MOST_MARKS, id="delimiters"),
        pytest.param("> " * DEEPEST + "*a*", id="quotes in quotes"),
        pytest.param("- " * DEEPEST + "*a*", id="lists in lists"),
    ],
)
def test_a_text_that_would_take_long_to_read_is_shown_as_it_is_written(text: str) -> None:
    assert html_of(text) == f"<p>{escape(text)}</p>\n".replace("\n", "<br>\n", text.count("\n"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("*a*" + "b\n" * (MOST_LINES - 1), id="lines"),
        pytest.param("*a*" + "\\[" * (MOST_MARKS // 2 - 1), id="marks"),
        pytest.param("> " * (DEEPEST - 1) + "*a*", id="quotes in quotes"),
        pytest.param("*a*\n\n```\n" + "[" * 5 * MOST_MARKS + "\n```", id="marks in code, which nobody reads"),
    ],
)
def test_up_to_there_it_is_read(text: str) -> None:
    assert "<em>a</em>" in html_of(text)


@given(st.lists(PARTS, min_size=1, max_size=6).map("".join), st.sampled_from(["", "\n", "\n\n"]))
def test_the_longest_text_is_few_things_to_read(part: str, end: str) -> None:
    """Each mark makes at most two tokens, each line some for each quote and list that it lies in."""
    with suppress(TooMuch):
        made = MARKDOWN.parse((f"{part}{end}" * MOST_TEXT)[:MOST_TEXT])
        assert all(one.level < DEEPEST for one in made)
        inside = [one for block in made for one in block.children or ()]
        assert len(inside) <= 4 * (MOST_MARKS + MOST_LINES)
        assert len(made) <= 2 * DEEPEST * MOST_LINES
