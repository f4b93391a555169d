"""The shorthand in which authors write wordings: ``(a|b)``, ``[optional]`` and ``word~``."""

from __future__ import annotations

import re
from functools import cache, lru_cache

_PIECE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_SHORTHAND = re.compile(r"[()\[\]|~]")
_MOST = 600  # wordings out of one form: more is a slip of the author, not a wording


class FormError(ValueError):
    """A form cannot be expanded; the text says why."""


@cache
def expand(form: str) -> tuple[str, ...]:
    """Return every wording that a form stands for, in a stable order and without repeats.

    Example: ``"[joint] (plan|plans)"`` gives ``joint plan, joint plans, plan, plans``.

    Raises:
        FormError: Brackets do not pair, or the form stands for more than 600 wordings.
    """
    if _SHORTHAND.search(form) is None:  # most forms; writing out what needs no writing takes five times as long
        plain = " ".join(form.split())
        return (plain,) if plain else ()
    todo, done = [form], list[str]()
    while todo:
        if len(todo) + len(done) > _MOST:
            raise FormError(f"stands for more than {_MOST} wordings")
        text = todo.pop()
        found = _PIECE.search(text)
        if found is None:
            done.append(text)
            continue
        before, after = text[: found.start()], text[found.end() :]
        choices = (found[1] if found[2] is None else found[2]).split("|")
        if found[2] is not None:
            choices.append("")
        todo.extend(f"{before}{choice}{after}" for choice in reversed(choices))
    if any(mark in text for text in done for mark in "()[]|"):
        raise FormError("has a bracket or bar without its partner")
    endings = [ending for text in done for ending in _endings(" ".join(text.split()))]
    return tuple(dict.fromkeys(text for text in endings if text))


def forget() -> None:
    """Forget what `expand` has written out; it remembers that from the check of the forms to the making of their index."""
    expand.cache_clear()
    inflect.cache_clear()


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


@lru_cache(maxsize=4096)
def inflect(word: str) -> tuple[str, ...]:
    """Return an English word with its regular endings: ``carry -> carry, carries, carried, carrying``."""
    if re.search(r"[^aeiou]y$", word):
        return (word, word[:-1] + "ies", word[:-1] + "ied", word + "ing")
    if word.endswith("e"):
        return (word, word + "s", word + "d", word[:-1] + "ing")
    if re.search(r"(s|x|z|ch|sh)$", word):
        return (word, word + "es", word + "ed", word + "ing")
    return (word, word + "s", word + "ed", word + "ing")
