"""What people write in Markdown, as HTML that any page can show: a few harmless tags, and links that lead elsewhere."""

import re
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from html import unescape
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

RULES = (
    *("blockquote", "code", "fence", "list"),
    *("autolink", "backticks", "balance_pairs", "emphasis", "entity", "escape", "fragments_join", "link", "newline"),
    "strikethrough",
)
"""What of Markdown is read. Raw HTML and images are shown as they are written."""

SCHEMES = {"http", "https", "mailto"}
RELATION = "nofollow noopener noreferrer"
REMEMBERED = 500
"""So many texts are not rendered again; those that many read are the latest."""

TAG = re.compile(r"<[^>]*>")
MARKS = re.compile(r"[*_~`\[\]!<&\\]")
MOST_LINES, MOST_MARKS, DEEPEST = 300, 1_000, 12
"""What takes the longest to read: lines, marks outside code, and quotes and lists (which count twice) in each other."""


QUOTES_AND_LISTS = {"blockquote_open", "bullet_list_open", "ordered_list_open", "list_item_open"}


class TooMuch(Exception):
    """A text would take so long to read that whoever reads its thread would wait for it."""


@lru_cache(maxsize=REMEMBERED)
def html_of(text: str) -> str:
    """A text in Markdown as HTML; one that is too much is shown as it is written.

    Tags are p, br, em, strong, s, code, pre, blockquote, ul, ol, li and a; attributes start, href and rel.
    """
    with suppress(TooMuch):
        return str(MARKDOWN.render(text))
    as_written = escapeHtml(text).replace("\n", "<br>\n")
    return f"<p>{as_written}</p>\n"


def shown_of(text: str) -> str:
    """What whoever reads a text in Markdown sees of it: what is between the tags."""
    return unescape(TAG.sub("", html_of(text)))


def _must_be_short(state: StateCore) -> None:
    """Before anything is read. What quotes and lists take grows with the square of their lines."""
    if state.src.count("\n") >= MOST_LINES:
        raise TooMuch


def _must_be_readable(state: StateCore) -> None:
    """Between blocks and what is in them. The parser leaves out what lies deeper than its limit, without a word."""
    marks = sum(len(MARKS.findall(one.content)) for one in state.tokens if one.type == "inline")
    if marks > MOST_MARKS or any(one.type in QUOTES_AND_LISTS and one.level + 1 >= DEEPEST for one in state.tokens):
        raise TooMuch


def _leads_elsewhere(address: str) -> bool:
    """Whether a link may be one: to a page or a mailbox, by its whole address. Half a one leads into our own pages."""
    try:
        there = urlsplit(address)
    except ValueError:  # no address at all
        return False
    scheme = there.scheme.lower()
    return scheme in SCHEMES and bool("@" in there.path.strip("@") if scheme == "mailto" else there.hostname)


def _lead_nowhere(state: StateCore) -> None:
    """Of links without an address, which the parser asks nobody about, only the words are left."""
    for block in state.tokens:
        kept: list[Token] = []
        is_link = True
        for one in block.children or ():
            is_link = bool(one.attrGet("href")) if one.type == "link_open" else is_link
            if is_link or one.type not in {"link_open", "link_close"}:
                kept.append(one)
        block.children = kept if block.children else block.children


class _Renderer(RendererHTML):
    """Renders code without the language's name, which would become the name of a class."""

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return self.code_block(tokens, idx, options, env)

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        tokens[idx].attrs = {"href": tokens[idx].attrs.get("href", ""), "rel": RELATION}
        return self.renderToken(tokens, idx, options, env)


def _markdown() -> MarkdownIt:
    options = {"html": False, "breaks": True, "maxNesting": DEEPEST}
    made = MarkdownIt("zero", options, renderer_cls=_Renderer).enable([*RULES])
    made.core.ruler.before("block", "short", _must_be_short)
    made.core.ruler.before("inline", "readable", _must_be_readable)
    made.core.ruler.after("inline", "nowhere", _lead_nowhere)
    made.validateLink = _leads_elsewhere  # type: ignore[method-assign,assignment]  # the library's own way of setting it
    return made


MARKDOWN = _markdown()
