"""What people write in Markdown, as HTML that any page can show: a few harmless tags, and links that lead elsewhere."""

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
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


@lru_cache(maxsize=REMEMBERED)
def html_of(text: str) -> str:
    """A text in Markdown as HTML.

    Tags are p, br, em, strong, s, code, pre, blockquote, ul, ol, li and a; attributes start, href and rel.
    """
    return str(_MARKDOWN.render(text))


def _leads_elsewhere(address: str) -> bool:
    """Whether a link may be one: to a page or a mailbox, by its whole address."""
    try:
        return urlsplit(address).scheme.lower() in SCHEMES
    except ValueError:  # no address at all
        return False


class _Renderer(RendererHTML):
    """Renders code without the language's name, which would become the name of a class."""

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return self.code_block(tokens, idx, options, env)

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        tokens[idx].attrs = {"href": tokens[idx].attrs.get("href", ""), "rel": RELATION}
        return self.renderToken(tokens, idx, options, env)


def _markdown() -> MarkdownIt:
    made = MarkdownIt("zero", {"html": False, "breaks": True}, renderer_cls=_Renderer).enable([*RULES])
    made.validateLink = _leads_elsewhere  # type: ignore[method-assign,assignment]  # the library's own way of setting it
    return made


_MARKDOWN = _markdown()
