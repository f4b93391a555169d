"""Text that Telegram shows with formatting, built so that it cannot be invalid.

A `Node` is a string, which is always shown as it is, or an `Element` made by one of the functions here. Only `to_html` writes
markup, and only there are strings escaped.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

_UNSENDABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Element:
    """A formatted stretch of text; made by the functions of this module, not by hand."""

    tag: str
    attributes: tuple[tuple[str, str | None], ...]
    children: tuple[Node, ...]

    def __post_init__(self) -> None:
        """Refuse what Telegram refuses: a quotation within anything."""
        if any(isinstance(child, Element) and child.tag == "blockquote" for child in self.children):
            message = "a quotation stands by itself, not within other formatting"
            raise ValueError(message)


Node: TypeAlias = str | Element


def bold(*children: Node) -> Element:
    """Return the children in bold."""
    return Element("b", (), children)


def link(url: str, *children: Node) -> Element:
    """Return the children as a link; without it when the address is not one of the web, as Telegram would drop it."""
    try:
        web = urlsplit(url)
        good = web.scheme in {"http", "https"} and bool(web.hostname)
    except ValueError:
        good = False
    return Element("a", (("href", url),), children) if good else Element("", (), children)


def quote(*children: Node) -> Element:
    """Return the children as a quotation, which folds to three lines until it is pressed."""
    return Element("blockquote", (("expandable", None),), children)


def code(text: str) -> Element:
    """Return the text as one that is copied when it is pressed."""
    return Element("code", (), (text,))


def code_block(text: str, language: str) -> Element:
    """Return the text as a block of code, with the name of its language above it."""
    return Element("pre", (), (Element("code", (("class", f"language-{language}"),), (text,)),))


def to_html(nodes: Iterable[Node]) -> str:
    """Return the markup for ``parse_mode="HTML"``."""
    return "".join(_html(node) for node in nodes)


def to_plain(nodes: Iterable[Node]) -> str:
    """Return what a person reads: the text after Telegram has parsed the markup."""
    return "".join(_clean(node) if isinstance(node, str) else to_plain(node.children) for node in nodes)


def units(text: str) -> int:
    """Return the length as Telegram counts it, in UTF-16 code units: 1 for most letters, 2 for most emoji."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clipped(text: str, limit: int) -> str:
    """Return the text with at most ``limit`` code units, its end replaced by an ellipsis when it is longer."""
    if units(text) <= limit:
        return text
    while units(text) > limit - 1:
        text = text[: len(text) - max(1, (units(text) - limit + 1) // 2)]
    return text.rstrip() + "…"


def _html(node: Node) -> str:
    """Return the markup of one node; the only place where text is escaped."""
    if isinstance(node, str):
        return html.escape(_clean(node), quote=True)
    inner = to_html(node.children)
    # An element without text would be refused or vanish; an element without a tag is its children.
    if not inner or not node.tag:
        return inner
    attributes = "".join(
        f" {name}" if value is None else f' {name}="{html.escape(_clean(value), quote=True)}"' for name, value in node.attributes
    )
    return f"<{node.tag}{attributes}>{inner}</{node.tag}>"


def _clean(text: str) -> str:
    """Return the text without what cannot be sent: control characters, and halves of surrogate pairs."""
    return _UNSENDABLE.sub("", text)
