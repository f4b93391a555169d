"""Parse HTML as Telegram does for ``parse_mode=HTML``, and refuse what its documentation does not allow.

Stricter than the server in three places where the server repairs silently: a bare "&" or ">", formatting within code, and a
quotation within a quotation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from tests.telegram.spec import Refused

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline", "s": "strikethrough",
    "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}  # fmt: skip
_TOKEN = re.compile(r"<(/?)([a-zA-Z0-9-]*)((?:\s[^<>]*)?)>|&(lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});|([<>&])|[^<>&]+")
_ATTRIBUTE = re.compile(r'\s+([a-z-]+)(?:="([^"]*)")?')
_ALLOWED = {"a": {"href"}, "blockquote": {"expandable"}, "code": {"class"}}


@dataclass
class _Open:
    tag: str
    start: int
    attributes: dict[str, str] = field(default_factory=dict)


def units(text: str) -> int:
    """Return the length in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def parsed(markup: str) -> tuple[str, list[dict[str, Any]]]:
    """Return what a person reads, white space at the ends removed, and its entities.

    Raises:
        Refused: The markup is not valid.
    """
    text = ""
    entities: list[dict[str, Any]] = []
    stack: list[_Open] = []
    for token in _TOKEN.finditer(markup):
        closing, tag, attributes, entity, stray = token.groups()
        where = len(markup[: token.start()].encode())
        if stray:
            raise _cannot(f"Character {stray!r} at byte offset {where} must be escaped")
        if tag is None:
            text += unescape(token.group()) if entity else token.group()
        elif closing:
            if not stack:
                raise _cannot(f"Unexpected end tag at byte offset {where}")
            opened = stack.pop()
            if tag and tag.lower() != opened.tag:
                raise _cannot(f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{tag}>"')
            if units(text) > opened.start:
                entities.append(_entity(opened, units(text) - opened.start))
        else:
            stack.append(_opened(tag.lower(), attributes, units(text), stack, where))
    if stack:
        raise _cannot(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    text = text.rstrip()
    for entity in entities:
        entity["length"] = min(entity["length"], units(text) - entity["offset"])
    return text, sorted((one for one in entities if one["length"] > 0), key=lambda one: (one["offset"], -one["length"]))


def _opened(tag: str, attributes: str, start: int, stack: list[_Open], where: int) -> _Open:
    """Return a tag that has just been opened, after looking that it may stand there."""
    if tag not in TAGS:
        raise _cannot(f'Unsupported start tag "{tag}" at byte offset {where}')
    found = dict(_ATTRIBUTE.findall(attributes))
    if _ATTRIBUTE.sub("", attributes).strip() or not set(found) <= _ALLOWED.get(tag, set()):
        raise _cannot(f'Unsupported attributes of the tag "{tag}" at byte offset {where}')
    around = {one.tag for one in stack}
    if around & {"code", "pre"} and (tag, around) != ("code", {"pre"}):
        raise _cannot(f'The tag "{tag}" at byte offset {where} stands within code')
    if tag == "blockquote" and around:
        raise _cannot(f"A quotation stands within other formatting at byte offset {where}")
    if tag == "a" and "a" in around:
        raise _cannot(f"A link stands within a link at byte offset {where}")
    if tag == "a" and not re.fullmatch(r"(https?|tg)://\S+", unescape(found.get("href", ""))):
        raise _cannot(f"A link without a usable address at byte offset {where}")
    return _Open(tag, start, {name: unescape(value) for name, value in found.items()})


def _entity(opened: _Open, length: int) -> dict[str, Any]:
    """Return the entity as a message carries it."""
    kind = TAGS[opened.tag]
    if "expandable" in opened.attributes:
        kind = "expandable_blockquote"
    entity: dict[str, Any] = {"type": kind, "offset": opened.start, "length": length}
    if kind == "text_link":
        entity["url"] = opened.attributes["href"]
    return entity


def _cannot(problem: str) -> Refused:
    return Refused(f"Bad Request: can't parse entities: {problem}")
