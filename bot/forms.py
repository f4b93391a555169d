"""The shorthand in which authors write wordings: ``(a|b)``, ``[optional]`` and ``word~``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_TOKEN = re.compile(r"[()\[\]|]|[^()\[\]|]+")
_SHORTHAND = re.compile(r"[()\[\]|~]")
_MOST = 600  # wordings out of one form: more is a slip of the author, not a wording


class FormError(ValueError):
    """A form cannot be expanded; the text says why."""


def expand(form: str) -> tuple[str, ...]:
    """Return every wording that a form stands for, in a stable order and without repeats.

    Example: ``"[joint] (plan|plans)"`` gives ``joint plan, joint plans, plan, plans``.

    Raises:
        FormError: Brackets do not pair, or the form stands for more than 600 wordings.
    """
    if _SHORTHAND.search(form) is None:  # most forms; writing out what needs no writing takes five times as long
        plain = " ".join(form.split())
        return (plain,) if plain else ()
    tokens = _TOKEN.findall(form)
    tokens.reverse()
    done = [" ".join(text.split()) for text in _wordings(tokens)]
    if "~" in form:
        done = [ending for text in done for ending in _endings(text)]
    return tuple(dict.fromkeys(text for text in done if text))


@lru_cache(maxsize=8)
def by_first_word(lines: tuple[str, ...]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return the words of each wording of some lines of the grammar, by their first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in (tuple(form.split()) for line in lines for form in expand(line)):
        found.setdefault(words[0], []).append(words)
    return {first: tuple(wordings) for first, wordings in found.items()}


def _wordings(tokens: list[str], closing: str = "") -> list[str]:
    """Take the tokens up to a closing bracket, the next one last in the list, and return the wordings that they stand for."""
    found, said = list[str](), [""]
    while tokens:
        mark = tokens.pop()
        if mark == closing:
            return [*found, *said]
        if mark in {")", "]"} or (mark == "|" and not closing):
            break
        if mark == "|":
            found, said = [*found, *said], [""]
            continue
        choices = _choices(mark, tokens)
        if len(found) + len(said) * len(choices) > _MOST:
            raise FormError(f"stands for more than {_MOST} wordings")
        said = [f"{before}{choice}" for before in said for choice in choices]
    else:
        if not closing:
            return said
    raise FormError("has a bracket or bar without its partner")


def _choices(mark: str, tokens: list[str]) -> list[str]:
    """Return what may stand where a token is, taking the rest of its group from the tokens."""
    match mark:
        case "(":
            return _wordings(tokens, ")")
        case "[":
            return [*_wordings(tokens, "]"), ""]
        case _:
            return [mark]


def _endings(text: str) -> list[str]:
    """Write out the ``~`` of a wording; only the first one of a wording is varied freely, the rest alike."""
    words = text.split()
    marked = [index for index, word in enumerate(words) if word.endswith("~")]
    if not marked:
        return [text]
    results = [words]
    for index in marked:
        results = [[*line[:index], shape, *line[index + 1 :]] for line in results for shape in inflect(line[index][:-1])]
    return [" ".join(line) for line in results]


def listed(line: str) -> list[str]:
    """Return the forms of a line of the grammar: with commas it lists phrases, without them words."""
    return [text.strip() for text in line.split(",")] if "," in line else line.split()


@lru_cache(maxsize=512)
def inflect(word: str) -> tuple[str, ...]:
    """Return an English word with its regular endings: ``carry -> carry, carries, carried, carrying``."""
    if re.search(r"[^aeiou]y$", word):
        return (word, word[:-1] + "ies", word[:-1] + "ied", word + "ing")
    if word.endswith("e"):
        return (word, word + "s", word + "d", word[:-1] + "ing")
    if re.search(r"(s|x|z|ch|sh)$", word):
        return (word, word + "es", word + "ed", word + "ing")
    return (word, word + "s", word + "ed", word + "ing")
