"""Markdown that a person typed, as HTML that is safe and keeps the page's outline in order.

Two gates, so that one may fail: the Markdown parser passes no HTML through, and what comes out is
cut down to a fixed list of elements and attributes by nh3. What is dropped, is dropped silently;
`problems` tells the author what readers would trip over before anything is published.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

DEEPEST: Final = 6
OWN_IMAGES: Final = "/static/"
"""Pictures come from the portal alone: the pages' policy and the PDF maker refuse all others."""

BLOCKS: Final = {"p", "br", "hr", "ul", "ol", "li", "blockquote", "pre"}
HEADINGS: Final = {"h1", "h2", "h3", "h4", "h5", "h6"}
WORDS: Final = {"a", "code", "em", "img", "s", "strong"}
TABLES: Final = {"table", "thead", "tbody", "tr", "th", "td"}
ELEMENTS: Final = frozenset(BLOCKS | HEADINGS | WORDS | TABLES)
ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "th": {"scope"},
}
CLASSES: Final = {"th": {"number"}, "td": {"number"}}
SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})

VAGUE: Final = frozenset(
    {"click here", "download", "find out more", "here", "link", "more", "read more"}
    | {"this", "this link", "this page"}
)
BARE_ADDRESS: Final = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
TYPED_HTML: Final = re.compile(r"</?[a-z][a-z0-9-]*(\s[^<>]*)?/?>", re.IGNORECASE)
ALIGNED: Final = re.compile(r"text-align:\s*right")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a text that readers would trip over: the line it starts on, and a sentence."""

    line: int
    sentence: str


def to_html(markdown: str, *, heading_offset: int = 1) -> str:
    """Turn Markdown into sanitised HTML whose first level of heading is `heading_offset` + 1.

    Promises no script, style, frame, form or foreign picture whatever is typed; no skipped level
    of heading; `scope` on the header cells of tables; `rel` on links. Refuses nothing.
    """
    reader = _reader()
    tokens = reader.parse(markdown)
    _put_headings_in_order(tokens, heading_offset)
    for token in tokens:
        _settle_cell(token)
        token.children = [_own_picture(child) for child in token.children or ()]
    return nh3.clean(
        reader.renderer.render(tokens, reader.options, {}),
        tags=set(ELEMENTS),
        attributes={name: set(allowed) for name, allowed in ATTRIBUTES.items()},
        allowed_classes={name: set(allowed) for name, allowed in CLASSES.items()},
        url_schemes=set(SCHEMES),
        link_rel="nofollow noopener",
    )


def problems(markdown: str) -> tuple[Problem, ...]:
    """List what in a text would trip readers up, in the order of its lines; empty when nothing.

    Source: WCAG 2.2 success criteria 1.1.1 (pictures), 1.3.1 and 2.4.6 (headings), 2.4.4 (links).
    """
    tokens = _reader().parse(markdown)
    found = [*_heading_problems(tokens), *_inline_problems(tokens), *_cell_problems(tokens)]
    return tuple(sorted(found, key=lambda problem: problem.line))


def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _put_headings_in_order(tokens: Sequence[Token], offset: int) -> None:
    """Number each heading by how many headings it stands under, whatever was typed."""
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            typed = _level(token)
            above = [level for level in above if level < typed] + [typed]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(len(above) + offset, DEEPEST)}"


def _level(heading: Token) -> int:
    return int(heading.tag[1:])


def _settle_cell(token: Token) -> None:
    if token.type not in ("th_open", "td_open"):
        return
    # The parser aligns by inline style, which the pages' policy forbids.
    if ALIGNED.search(str(token.attrs.pop("style", ""))):
        token.attrSet("class", "number")
    if token.type == "th_open":
        token.attrSet("scope", "col")


def _own_picture(token: Token) -> Token:
    """Return the token itself, or for a picture from elsewhere its alternative text."""
    if token.type != "image" or _is_own(token):
        return token
    return Token("text", "", 0, content=token.content)


def _is_own(picture: Token) -> bool:
    source = str(picture.attrGet("src"))
    return source.startswith(OWN_IMAGES) and ".." not in source


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _heading_problems(tokens: Sequence[Token]) -> Iterator[Problem]:
    last = 0
    for token, text in pairwise(tokens):
        if token.type != "heading_open":
            continue
        level = _level(token)
        if not text.content.strip():
            yield Problem(_line(token), "A heading has no words.")
        if last and level > last + 1:
            yield Problem(
                _line(token),
                f"The heading “{text.content}” is of level {level} but stands under level {last}.",
            )
        last = level


def _inline_problems(tokens: Sequence[Token]) -> Iterator[Problem]:
    for token in tokens:
        children = token.children or []
        for index, child in enumerate(children):
            if child.type == "image":
                yield from _picture_problems(child, _line(token))
            if child.type == "link_open":
                yield from _link_problems(children[index:], _line(token))
            if child.type == "text" and TYPED_HTML.search(child.content):
                yield Problem(_line(token), "HTML is shown as it is typed; use Markdown instead.")


def _picture_problems(picture: Token, line: int) -> Iterator[Problem]:
    if not picture.content.strip():
        yield Problem(line, "A picture has no alternative text.")
    if not _is_own(picture):
        yield Problem(line, "A picture from another website is not shown, only its words.")


def _link_problems(rest: Sequence[Token], line: int) -> Iterator[Problem]:
    end = next(i for i, token in enumerate(rest) if token.type == "link_close")
    words = "".join(token.content for token in rest[:end]).strip()
    if not words:
        yield Problem(line, "A link has no words.")
    elif words.lower().rstrip(".:…") in VAGUE:
        yield Problem(line, f"The link “{words}” does not say where it leads.")
    elif BARE_ADDRESS.fullmatch(words):
        yield Problem(line, f"The link “{words}” is an address: say in words where it leads.")


def _cell_problems(tokens: Sequence[Token]) -> Iterator[Problem]:
    line = 1
    for token, text in pairwise(tokens):
        line = _line(token) if token.map else line
        if token.type == "th_open" and not text.content.strip():
            yield Problem(line, "A column of a table has no heading.")
