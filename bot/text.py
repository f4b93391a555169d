"""Text as typed -> words: cleaned, folded, cut, with contractions and dictated letters undone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

LONGEST = 1000  # characters of a question that are read; the longest in any bank that should be answered has about 400
RAW = 4 * LONGEST  # characters as typed that are looked at: tags and invisible ones, which are dropped, may be among them

_PLAIN = re.compile(r"[a-zA-Z]{2,}([ -][a-zA-Z]{2,})*")
_SCRIPT = re.compile(r"<(script|style)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
"""What is in these is no text."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,80}>|\{\{.{0,80}?\}\}|[$#]\{.{0,80}?\}|<%.{0,80}?%>")
_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*(?:[^\W\d_]{2}(?![^\W\d_]))?|[^\W\d_]+(?:['&][^\W\d_]+)*(?:\.[^\W\d_]+(?:['&][^\W\d_]+)*)+\.?|[^\W\d_]+(?:['&][^\W\d_]+)*|[%$?!;,]|[.:](?=\s|$)|\n"
)
SPELLED = 3  # single letters in a row that are one word: "s c o", "o s c e"
FOREIGN = 2  # words that show a language written in Latin letters; one alone may be a name ("Die Zeit")
_MIXED = re.compile(r"\b[^\W\d_]+\d\b")
_LETTERS = re.compile(r"[^\W\d_]+")
_OF_FIGURES = re.compile(r"(?<=\d)'[sS]\b")
_PLUS = re.compile(r"(?<=[\w\s])\+(?=\s*\w)")
_DIVIDERS = re.compile(r"[-–—‑/_|]")
WHOLE = 9  # words before a colon that make a sentence of their own
_BREAKS = frozenset("?!;:,.\n")


class Dialect(Protocol):
    """How a language is recognised; `bot.knowledge.shapes.LanguageShape` is one."""

    @property
    def script(self) -> str:
        """Return how the Unicode names of its letters begin, e.g. "CYRILLIC"."""

    @property
    def letters(self) -> str:
        """Return letters that only this language of the script has."""

    @property
    def marks(self) -> list[str]:
        """Return how the names begin of letters that only this language mixes with those of the script."""

    @property
    def words(self) -> frozenset[str]:
        """Return words that show it, where it is written in Latin letters."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a question."""

    text: str
    """Folded: lower case, no accents, no dots."""
    raw: str
    """As typed."""
    clause: int
    """Which clause it stands in, counted from 0; clauses end at punctuation."""
    sentence: int
    """Which sentence it stands in, counted from 0."""


@dataclass(frozen=True, slots=True)
class Text:
    """A question cut into words."""

    tokens: tuple[Token, ...]
    asked: frozenset[int]
    """Sentences that end in a question mark."""
    told: bool = False
    """Whether the last sentence ends in a full stop."""


def clean(text: str) -> str:
    """Return the text without control, format and invisible characters, and without markup tags and those of templates.

    Only its first `RAW` characters are looked at, so that the work does not grow with what is thrown away.
    """
    text = text[:RAW]
    if not (text.isascii() and text.isprintable()):  # else there is nothing of the kind
        folded = unicodedata.normalize("NFKC", text)
        text = "".join(
            " " if char == "\t" else char
            for char in folded
            if char == "\n" or unicodedata.category(char)[0] != "C" or char == "\t"
        )
    return _TAG.sub(" ", _SCRIPT.sub(" ", text)).strip()


def fold(word: str) -> str:
    """Return the word in lower case, without accents, dots and hyphens: ``Türkiye -> turkiye``."""
    if word.isascii():
        return word.lower().replace(".", "")
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char)).replace(".", "").replace("ı", "i")


def language(text: str, languages: Mapping[str, Dialect]) -> str:
    """Return the tag of the language that a text is written in, "" where it is none of those given.

    A script tells the language where most letters are of it; letters that only one language of a script has, or mixes
    with it, tell which: any kana among Chinese characters is Japanese. In Latin letters two words that are no English ones
    tell it.
    """
    text = text[:LONGEST]
    letters = [] if text.isascii() else [char for char in text if char.isalpha()]
    found = set(_LETTERS.findall(text.casefold()))
    best = ""
    for tag, shape in languages.items():
        if shape.script == "LATIN":
            shared = len(found & shape.words)
            if shared >= FOREIGN and shared * 2 > len(found):
                return tag
            continue
        if not letters:
            continue
        of_script = [char for char in letters if unicodedata.name(char, "").startswith((shape.script, *shape.marks))]
        marked = any(unicodedata.name(char, "").startswith(tuple(shape.marks)) for char in of_script)
        special = marked or set(text.casefold()) & set(shape.letters)
        plain = not shape.letters and not shape.marks
        if len(of_script) * 2 > len(letters) and (special or (plain and not best)):
            best = tag
    return best


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a known form, cut as a question would be."""
    if _PLAIN.fullmatch(text):  # most forms; cutting them as questions are cut takes ten times as long
        return tuple(text.lower().replace("-", " ").split())
    return tuple(token.text for token in cut(text, {}).tokens)


@lru_cache(maxsize=2048)
def phrase(text: str) -> tuple[str, ...]:
    """Return the folded words of a form that every question is held against; they are cut once."""
    return words(text)


def cut(text: str, contractions: Mapping[str, str], endings: Collection[str] | None = None) -> Text:
    """Cut a text into tokens.

    Args:
        text: As typed; control characters and tags are dropped, hyphens and slashes divide words.
        contractions: Folded word -> what it stands for, e.g. ``{"isn't": "is not"}``.
        endings: Two letters that belong to the figures before them: ``2nd``; others do not (``24pc``). All do when None.
    """
    flat = clean(text)[:LONGEST].replace("\u2019", "'").replace("\u2018", "'").replace("`", " ").replace("´", "'")
    for short in contractions if {"/", "."} & {*flat} else ():
        if "/" not in short and not short.endswith("."):  # "w/o", and "Mr.", of which the full stop ends no sentence
            continue
        flat = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", f"{contractions[short]} ", flat, flags=re.IGNORECASE)
    flat = _OF_FIGURES.sub("", flat)  # "the Charter of 2002's goals"
    flat = _PLUS.sub(" plus ", flat)  # "china + russia"
    flat = _DIVIDERS.sub(" ", flat)
    tokens: list[Token] = []
    asked: set[int] = set()
    clause = sentence = begun = 0
    # "b4" would be cut into "b" and "4".
    flat = _MIXED.sub(lambda found: contractions.get(found[0].casefold(), found[0]), flat)
    pieces = [part for piece in _TOKEN.findall(flat) for part in _figures(piece, endings)]
    for place, piece in enumerate(pieces):
        if piece == "." and place and _shortened(pieces[place - 1].casefold(), contractions, pieces[place + 1 : place + 2]):
            continue  # "Mr. Yermekbayev", "the arms agr. of 2008"
        if piece in _BREAKS:
            clause += 1
            if piece == "?":
                asked.add(sentence)
            told = (
                piece == ":" and len(tokens) - begun >= WHOLE and "?" in pieces[place:]
            )  # "I am not sure about this: is it so?"
            if piece in "?!.;\n" or told:
                sentence, begun = sentence + 1, len(tokens)
            continue
        # "s c o" and "u n" are letters, not "you" and "and".
        spelled = len(piece) == 1 and any(
            len(near) == 1 and near.isalpha() for near in (*pieces[max(place - 1, 0) : place], *pieces[place + 1 : place + 2])
        )
        tokens.extend(Token(part, piece, clause, sentence) for part in _parts(piece, {} if spelled else contractions))
    return Text(_letters(tokens), frozenset(asked), flat.rstrip().endswith("."))


def _shortened(word: str, contractions: Mapping[str, str], behind: Sequence[str]) -> bool:
    """Return whether the full stop behind a word only shows that it is cut short, and ends no sentence."""
    goes_on = any(piece[0].islower() or piece[0].isdigit() for piece in behind)
    initial = len(word) == 1 and word.isalpha() and bool(behind)  # "Eric G. Berman"
    return initial or (goes_on and word != contractions.get(word, word) and contractions[word].startswith(word))


def _figures(piece: str, endings: Collection[str] | None) -> tuple[str, ...]:
    """Return figures and the letters behind them, apart unless these are their ending."""
    if endings is None or not piece[0].isdigit() or piece[-1].isdigit() or piece[-2:].casefold() in endings:
        return (piece,)
    return (piece[:-2], piece[-2:])


def _parts(piece: str, contractions: Mapping[str, str]) -> list[str]:
    word = piece.casefold().rstrip(".")
    known = contractions.get(word) or contractions.get(fold(word))
    if known is not None:
        return known.split()
    if word.endswith("'s"):
        word = word[:-2]
    elif word.endswith("s'"):
        word = word[:-1]
    if word[:1].isdigit():
        return [re.sub(r"(?<=\d),(?=\d{3})", "", word)]
    return [part for part in fold(word).replace("'", " ").split() if part]


def _letters(tokens: list[Token]) -> tuple[Token, ...]:
    """Join dictated letters: ``s c o -> sco``; a single letter stays as it is."""
    joined: list[Token] = []
    run: list[Token] = []
    for token in [*tokens, None]:
        if token is not None and len(token.text) == 1 and token.text.isalpha():
            run.append(token)
            continue
        if len(run) >= SPELLED:  # "is a n c" is no abbreviation; "s c o" and "o s c e" are
            while len(run) > SPELLED and run[0].text == "a":
                joined.append(run.pop(0))
            behind = [run.pop()] if len(run) > SPELLED and run[-1].text == "i" else []  # "at the s c o i mean"
            joined.append(Token("".join(t.text for t in run), "".join(t.raw for t in run), run[0].clause, run[0].sentence))
            joined.extend(behind)
        else:
            joined.extend(run)
        run = []
        if token is not None:
            joined.append(token)
    return tuple(joined)
