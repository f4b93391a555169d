"""Words -> mentions: countries, organisations, bodies, documents, years, numbers and the vocabulary's words, slips undone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.knowledge import OCCASION
from bot.knowledge.shapes import GrammarShape
from bot.matching.framing import PART, frames
from bot.matching.hiding import hidden
from bot.matching.numbers import numbers
from bot.matching.origins import origins
from bot.matching.sides import behalves, owned, within_states
from bot.matching.spelling import Reading, mended, months, repaired, respelled
from bot.matching.utterance import Utterance
from bot.matching.vocabulary import FILLER, LIGHT, NAMES, Vocabulary
from bot.model import Mention
from bot.text import Token, cut

HOLDING = frozenset({"document", "body", "group", "year", "foreign", "office", "organ", "currency", "period"})
"""Further kinds whose words belong to them alone, as those of `NAMES` do."""
SORTS = frozenset({"doctype", "force", "status", "area"})
"""Kinds of words whose phrases are more than their words."""
TIMES = frozenset({"time", "year", "month", "now"})
"""Kinds of words that say when."""
MEETINGS = frozenset({"summit", "sco-meeting"})
"""Words for a meeting of the leaders."""
WHILE = "while"
"""The word for the time of something else: "was it a member when the Charter was signed?"."""
MOST_ARTICLES = 2  # in a row that are passed over within a name: "members of the the SCO"
SHORT = 10  # words of a question that may end in a word for what it asks: "what was it for?"
CLAUSE = 2  # words of a clause that "when" may join to a question; fewer are what is asked: "when exactly"


def read(text: str, index: Vocabulary, grammar: GrammarShape) -> Utterance:
    """Return what the words of a text mean."""
    whole = cut(text, grammar.contractions, grammar.day_endings)
    tokens = months(repaired(whole, index, grammar), index, grammar)
    readings, slips, doubts = respelled(tokens, index, grammar)
    tokens = mended(tokens, readings, index, grammar)
    met = tuple(_mentions(index, readings))
    found = [*_occasions([m for m in met if m.kind != PART], tokens, grammar), *numbers(tokens, grammar, index.numerals)]
    framed = (part for part in frames(met, grammar) if part != (0, len(tokens)))  # "and less?" asks
    found += [Mention(FILLER, FILLER, start, stop) for start, stop in framed]
    found = [*_without_epithets(found, tokens, grammar), *_placed(tokens, found, grammar)]
    found += [Mention("as-of", m.id, m.start, m.stop) for m in found if m.kind == "year" and m.id in index.dates]
    joining = [m for m in found if _joins(m, found, tokens, grammar)]
    found = [m for m in found if m not in joining and not hidden(m, found, tokens, grammar)]
    found += [Mention("word", WHILE, m.start, m.stop) for m in joining]
    found += [
        *behalves(found, tokens, grammar),
        *within_states(found, tokens, grammar),
        *owned(found, tokens, grammar),
        *origins(found, tokens, grammar),
    ]
    found = [m for m in _unhurried(found, tokens, grammar) if not _interjected(m, tokens, grammar)]
    said = [m for m in found if m.stop - m.start > 1 or not _tells_without_asker(tokens[m.start], tokens, grammar)]
    fillers, light = (frozenset(i for m in said if m.kind == kind for i in range(m.start, m.stop)) for kind in (FILLER, LIGHT))
    return Utterance(tokens, _longest(found), fillers, light - fillers, slips, doubts, whole.asked, whole.told)


def _without_epithets(found: Sequence[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> Iterator[Mention]:
    """Yield the mentions, a state in an epithet as a small word: "the Russian-led CSTO"; so is "its neighbour" before a state."""
    states = {m.start for m in found if m.kind == "country"}
    yield from (
        Mention(FILLER, FILLER, place, place + 1)
        for place, token in enumerate(tokens)
        if token.text in grammar.apposed and place + 1 in states
    )
    for mention in found:
        led = mention.stop < len(tokens) and tokens[mention.stop].text in grammar.epithets
        if mention.kind in {"country", "city"} and led and mention.stop + 1 < len(tokens):
            yield Mention(FILLER, FILLER, mention.start, mention.stop + 1)
        else:
            yield mention


def _tells_without_asker(word: Token, tokens: tuple[Token, ...], grammar: GrammarShape) -> bool:
    """Return whether a word would say something of who asks, and nobody does in its sentence: "has China complained?"."""
    return word.text in grammar.stories and not any(t.text in grammar.askers for t in tokens if t.sentence == word.sentence)


def _interjected(mention: Mention, tokens: tuple[Token, ...], grammar: GrammarShape) -> bool:
    """Return whether a first word only calls for attention: "wait, when did it join?" is of nobody who waits."""
    alone = mention.start == 0 and mention.stop == 1 and len(tokens) > 1 and mention.kind == "word"
    return alone and tokens[0].text in grammar.interjections


def _joins(mention: Mention, found: list[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> bool:
    """Return whether a question word only joins a clause to a question: "who pays when a project begins".

    Another question word is before it, no "and", and more than a word behind it: "who signed it, and when exactly" asks twice.
    """
    if mention.kind != "kind" or mention.stop - mention.start > 1 or tokens[mention.start].text not in grammar.subordinators:
        return False
    behind = [token for token in tokens[mention.stop :] if token.sentence == tokens[mention.start].sentence]
    spoken = {*grammar.courtesies, *grammar.interjections}
    if all(token.text in spoken for token in tokens[: mention.start]):  # "when a project begins, who pays?"
        return bool(behind) and behind[0].text not in grammar.auxiliaries and _asks_later(mention, found, tokens)
    if len(behind) < CLAUSE or tokens[mention.start - 1].clause != tokens[mention.start].clause:
        return False
    opening = next((token.text for token in tokens if token.text not in grammar.courtesies), "")
    clause = tokens[mention.start].clause
    worded = any(
        t.text in grammar.interrogatives for t in tokens[: mention.start] if t.clause == clause
    )  # "what they agreed when"
    asked = worded or any(m.kind == "kind" and m.stop < mention.start for m in found) or opening in grammar.auxiliaries
    return asked and tokens[mention.start - 1].text not in {*grammar.joints, *grammar.alternatives, *grammar.reporters}


def _asks_later(mention: Mention, found: list[Mention], tokens: tuple[Token, ...]) -> bool:
    """Return whether the clause behind that of a mention begins with a question word."""
    clause = tokens[mention.start].clause
    later = next((place for place in range(mention.stop, len(tokens)) if tokens[place].clause > clause), None)
    return later is not None and any(m.kind == "kind" and m.start == later for m in found)


def _unhurried(found: list[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> list[Mention]:
    """Return the mentions, the figures among them that are a small word, typed in a hurry, as fillers: "same 4 rats?"."""
    names = {m.start for m in found if m.kind in {"body", "country"}}
    small = {p for p, token in enumerate(tokens) if p and token.text in grammar.fors and p + 1 in names}
    kept = [m for m in found if m.stop - m.start > 1 or m.start not in small]
    return [*kept, *(Mention(FILLER, FILLER, p, p + 1) for p in small)]


def _occasions(found: Sequence[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> Iterator[Mention]:
    """Yield the mentions; those that mean a day only behind certain words ("since Ufa") as that day, or not at all."""
    for mention in found:
        if mention.kind != OCCASION:
            yield mention
            continue
        link = _before(mention.start, tokens, grammar)
        # "Tianjin summit: what was decided?": the meeting itself opens the question.
        meets = any(m.id in MEETINGS and mention.start <= m.start and m.stop <= mention.stop for m in found)
        linked = link in grammar.occasion_links or (meets and link in grammar.summit_links)
        opens = meets and link in {"", *grammar.interrogatives}
        if (linked or opens) and not _presence(mention, found, tokens, grammar):
            yield replace(mention, kind="year")


def _presence(meeting: Mention, found: Sequence[Mention], tokens: tuple[Token, ...], grammar: GrammarShape) -> bool:
    """Return whether the word before a meeting says who was there: "was Japan at the summit?", "who was at the summit?"."""
    place = meeting.start - 1
    while place and tokens[place].text in grammar.articles:
        place -= 1
    if tokens[place].text not in grammar.presence:
        return False
    starts = {place, *(m.start for m in found if m.kind == "country" and m.stop == place)}
    return any(_before(start, tokens, grammar) in grammar.auxiliaries for start in starts)


def _before(place: int, tokens: tuple[Token, ...], grammar: GrammarShape) -> str:
    """Return the word before a place, "" for none; articles, greetings, figures ("the 2012 Beijing summit") are left out."""
    passed = (tokens[p].text for p in range(place - 1, -1, -1))
    light = {*grammar.articles, *grammar.courtesies}
    return next((text for text in passed if text not in light and not text.isdigit()), "")


def _placed(tokens: tuple[Token, ...], mentions: list[Mention], grammar: GrammarShape) -> list[Mention]:
    """Return the small words that make a kind of question by their place alone.

    "What does a member do" ends in its verb, which what says only when may follow ("what did he do before that?"); "should it
    join" begins with it.
    """
    found = []
    pronouns = {form for shape in grammar.pronouns.values() for form in shape.forms}
    timed = {p for m in mentions if m.kind in TIMES for p in range(m.start, m.stop)}
    timed |= {p for p, token in enumerate(tokens) if token.text in {*grammar.courtesies, *pronouns} and p - 1 in timed}
    phrases = {p for m in mentions if m.kind in {FILLER, "chat"} and m.stop - m.start > 1 for p in range(m.start, m.stop)}
    for sentence in dict.fromkeys(token.sentence for token in tokens):
        places = [p for p, t in enumerate(tokens) if t.sentence == sentence and t.text not in grammar.courtesies]
        while places and (places[-1] in timed | phrases or tokens[places[-1]].text in grammar.endings):
            places.pop()
        opening = next((p for p in places if p not in phrases and tokens[p].text not in grammar.interjections), -1)
        first, last = (tokens[opening].text, tokens[places[-1]].text) if opening >= 0 else ("", "")
        found += _sums(tokens, mentions, places, grammar)
        if first in grammar.openers:
            found.append(Mention("kind", grammar.openers[first], min(places), min(places) + 1))
        helped = any(tokens[place].text in grammar.auxiliaries for place in places[1:-1])
        if first in grammar.interrogatives and helped and last in grammar.deeds:
            found.append(Mention("kind", grammar.deeds[last], places[-1], places[-1] + 1))
        opens = first in grammar.interrogatives or (first in grammar.continuations and helped)
        if opens and last in grammar.tails and places[-1] - opening < SHORT:
            found.append(Mention("word", grammar.tails[last], places[-1], places[-1] + 1))
    return found


def _sums(tokens: tuple[Token, ...], mentions: list[Mention], places: Sequence[int], grammar: GrammarShape) -> list[Mention]:
    """Return the signs of sums that stand between two numbers, each as the kind of question that it makes."""
    ends = {m.stop for m in mentions if m.kind == "number"}
    starts = {m.start for m in mentions if m.kind == "number"}
    texts = {place: tokens[place].text for place in places}
    return [
        Mention("kind", grammar.operators[text], place, place + 1)
        for place, text in texts.items()
        if text in grammar.operators and place in ends and {place + 1, place + 2} & starts
    ]


def _mentions(index: Vocabulary, readings: list[list[Reading]]) -> Iterator[Mention]:
    for start in range(len(readings)):
        stack: list[tuple[str, int, float, bool]] = [("", start, 100.0, False)]
        while stack:
            said, place, score, borrowed = stack.pop()
            before = readings[place - 1][0].word if place > start else ""
            skipped = before in index.articles and said.rpartition(" ")[2] != before
            for kind, name in () if skipped else index.meant(said):
                # An English word is read as part of a name only if the name has another word to hold it.
                if not borrowed or (" " in said and kind in NAMES):
                    yield Mention(kind, name, start, place, score, said)
            if place < len(readings):
                article = readings[place][0].word in index.articles and len(readings) > place + 1
                # A few in a row at most: a thousand of them would be a phrase from each to every other.
                if said and article and not _in_row(place, readings, index):
                    stack.append((said, place + 1, score, borrowed))
                for reading in readings[place]:
                    longer = f"{said} {reading.word}" if said else reading.word
                    if longer in (index.phrases if said else index.words) or longer in index.beginnings:
                        lower = min(score, reading.score)
                        stack.append((longer, place + 1, lower, borrowed or reading.within_name))


def _in_row(place: int, readings: list[list[Reading]], index: Vocabulary) -> bool:
    """Return whether so many articles stand before a place that no more are passed over."""
    before = readings[max(0, place - MOST_ARTICLES) : place]
    return len(before) == MOST_ARTICLES and all(reading[0].word in index.articles for reading in before)


def _longest(found: list[Mention]) -> tuple[Mention, ...]:
    """Return the mentions that no longer one hides: ``un secretariat`` hides ``secretariat``."""
    small = {(m.start, m.stop) for m in found if m.kind == FILLER}
    kept = [
        m
        for m in found
        if m.kind not in {FILLER, LIGHT}
        and not any(_hides(other, m) or ((m.start, m.stop) in small and _around(other, m)) for other in found)
    ]
    return tuple(sorted(set(kept), key=lambda m: (m.start, -m.stop, m.kind, m.id)))


def _around(phrase: Mention, name: Mention) -> bool:
    """Return whether a phrase of small words holds a name that is a small word, too: "let us return" is not of the US."""
    return (
        phrase.kind == FILLER
        and name.kind in NAMES
        and phrase.start <= name.start
        and name.stop <= phrase.stop
        and phrase.stop - phrase.start > 1
    )


def _hides(longer: Mention, mention: Mention) -> bool:
    """Return whether a longer mention takes a shorter one's words for itself.

    A name does, a word does among its own group ("not binding", "binding"), a phrase of fillers does to plain words; other
    words stay readings beside each other, of which the rules choose.
    """
    within = longer.start <= mention.start and mention.stop <= longer.stop
    if not within or longer.stop - longer.start <= mention.stop - mention.start:
        return False
    if longer.kind in {FILLER, LIGHT}:
        return mention.kind in {"word", "kind", "content", "force", "comparison", "time", "rank", "doctype"}
    if longer.kind == "now":  # "not in 2012" is today, "by the profile of 2012" names no time besides
        return mention.kind in {"year", "as-of", "now", "organisation", "comparison", "kind", "doctype"} or mention.id == "not"
    # "Is it more than Kyrgyzstan pays?" asks for no more; "the ones left over" are not over something.
    if (longer.kind == "comparison" and mention.id == "more-ask") or (longer.id == "rest" and mention.kind == "comparison"):
        return True
    # "The three evils" are no threat besides; "other documents": no others, no rest.
    if (longer.kind == "topic" and mention.kind == "content") or (longer.kind in SORTS and mention.kind == "word"):
        return True
    return longer.kind in NAMES | HOLDING or longer.kind == mention.kind != "word"
