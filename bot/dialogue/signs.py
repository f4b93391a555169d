"""How a question shows that it leans on the talk: comparisons with one side, a subject named before its pronoun, doubts."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from bot.dialogue.fragments import contains, is_fragment
from bot.dialogue.pronouns import TOGETHER, points_back
from bot.intents import DOUBT, ENTITIES
from bot.knowledge.shapes import GrammarShape
from bot.matching.utterance import Utterance
from bot.model import Mention
from bot.text import phrase

PAIR = 2  # things that a question compares by itself
COMPARING = frozenset({
    *("more", "less", "same", "compare", "half", "double", "times", "difference", "both", "different"),
    *("before", "after", "earlier", "later", "same-day"),
})  # fmt: skip
"""Words beside which a new name does not replace the old one: "more than Russia?"."""
ITSELF = "sco-itself"
"""The word for the SCO as against another thing."""
OUTSIDE = "outside"
"""The word for not being one, which "not a member" is read as, too."""
OTHERS = "rest"
"""The word for those that were not told."""
DENIALS = frozenset({"not", "neither"})
"""Words that deny: "not the OSCE?", "Belarus neither?"."""
EXTREMES = frozenset({"most", "least"})
DENIED = frozenset({"not", "still", "now"})
"""Words that may stand beside a figure by which an answer is doubted."""


def compares(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether what the question names is compared with what was spoken of.

    Two things of its own are compared with each other, unless a pronoun is compared with both: "is that more than the two pay?".
    """
    things = {m.id for m in utterance.mentions if m.kind in ENTITIES}
    things -= {"sco"} if len(things) != PAIR or any(m.kind == "country" for m in utterance.mentions) else set()  # "sco vs csto"
    comparing = any(m.id in COMPARING for m in utterance.mentions)
    if comparing and _one_sided(utterance, grammar):
        return True
    # "And Uzbekistan, does it pay more than Kyrgyzstan?": both sides are there.
    return comparing and (len(things) < PAIR or (points_back(utterance, grammar) and not turned(utterance, grammar)))


def fronted(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a pronoun stands for what stands before it: "and Kazakhstan, what is its share?", "and the SCO itself?".

    So it does in a later sentence: "Back to China. Is it in the OSCE?".
    """
    pronouns = {form for shape in grammar.pronouns.values() for form in shape.forms}
    places = [place for place, token in enumerate(utterance.tokens) if token.text in pronouns]
    if not places:
        return False
    token = utterance.tokens[places[0]]
    ranked = any(m.kind == "rank" for m in utterance.mentions)  # "and the newest member of all, which is that?"
    named = (
        utterance.tokens[m.start]
        for m in utterance.mentions
        if (m.kind in ENTITIES or (ranked and m.kind == "status")) and m.id != "sco" and m.stop <= places[0]
    )
    itself = any(m.id == ITSELF and m.stop <= places[0] for m in utterance.mentions)
    itself = itself or _returns(utterance, places[0], grammar)
    return itself or any((other.sentence, other.clause) < (token.sentence, token.clause) for other in named)


def _returns(utterance: Utterance, pronoun: int, grammar: GrammarShape) -> bool:
    """Return whether a sentence before a pronoun goes back to another subject: "back to the founding. Which month was it?"."""
    sentence = utterance.tokens[pronoun].sentence
    before = [token.text for token in utterance.tokens[:pronoun] if token.sentence < sentence]
    named = any(m.stop <= len(before) for m in utterance.mentions if m.kind == "word")
    return named and contains(before, grammar.returns)


def _one_sided(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a fragment begins with what compares: "and more than China and Russia combined?"."""
    things = [m.start for m in utterance.mentions if m.kind in ENTITIES and m.id != "sco"]
    comparing = [m.start for m in utterance.mentions if m.kind == "comparison"]
    asks = any(m.kind == "kind" for m in utterance.mentions)
    return bool(things and comparing) and not asks and is_fragment(utterance, grammar) and min(comparing) < min(things)


def of_all(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether most or least of all is asked for: "and who pays the most?", said of no one."""
    extremes = {m.start for m in utterance.mentions if m.id in EXTREMES}
    statuses = {m.start for m in utterance.mentions if m.kind == "status"}
    extremes |= {m.start for m in utterance.mentions if m.kind == "rank" and m.stop in statuses}  # "the oldest member"
    counted = any(m.kind == "count" and m.stop in extremes for m in utterance.mentions)  # "and the two smallest?"
    return bool(extremes) and (counted or not points_back(utterance, grammar))


def turned(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a thing is named before the pronoun: "did the Charter come before it?", not "so more than Russia?"."""
    things = [m.start for m in utterance.mentions if m.kind in ENTITIES]
    summed = any(m.id in TOGETHER and m.stop <= min(things) for m in utterance.mentions if things)  # "both together vs Iran"
    before = summed or (bool(things) and points_back(utterance.part(range(min(things))), grammar))
    return bool(things) and not _one_sided(utterance, grammar) and not before


def others_alone(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a question ends in those that were not told: "name the others"."""
    ends = (m.form for m in utterance.mentions if m.id == OTHERS and m.stop == len(utterance.tokens))
    return any(form.endswith(tuple(grammar.plurals)) for form in ends)


def stated(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether something is stated of what "it" is, to hear whether it is so: "so it is not a member"."""
    small = {*grammar.interjections, *grammar.continuations, *grammar.courtesies}
    start = next((p for p, token in enumerate(utterance.tokens) if token.text not in small), 0)
    texts = [token.text for token in utterance.tokens[start : start + 2]]
    forms = {form for shape in grammar.pronouns.values() for form in shape.forms} - {*grammar.neuters}
    return len(texts) > 1 and texts[0] in forms and texts[1] in grammar.auxiliaries


def denied(said: Utterance) -> bool:
    """Return whether nothing is said but that something is not so: "not the OSCE?"."""
    denies = any(m.id == "not" for m in said.mentions)
    single = all(m.form.rpartition(" ")[2] == m.id for m in said.mentions if m.kind == "status")  # "not a member?"
    return denies and single and all(m.kind in ENTITIES | {"status"} or m.id in DENIALS | {OUTSIDE} for m in said.mentions)


def echoes(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether a question repeats a statement that was made before: "in which declaration did it say so?"."""
    texts = [token.text for token in utterance.tokens]
    return contains(texts, grammar.echoes)


def doubts(utterance: Utterance, grammar: GrammarShape) -> bool:
    """Return whether nothing is said but that the last answer is doubted: "really?", "I thought it was 57"."""
    doubted = [m for m in utterance.mentions if m.id == DOUBT]
    figures = [m for m in utterance.mentions if m.kind == "number"]
    if not doubted and not (figures and any(token.text in grammar.askers for token in utterance.tokens)):
        return False
    denied = [m for m in utterance.mentions if m.id in DENIED]  # "are you sure it isn't still five?"
    known = {place for m in (*doubted, *figures, *denied) for place in range(m.start, m.stop)}
    known |= utterance.fillers | utterance.light
    asks = any(m.kind in {"kind", "year"} and not _within(m, doubted) for m in utterance.mentions)
    return not asks and len(known) == len(utterance.tokens)


def _within(mention: Mention, others: Iterable[Mention]) -> bool:
    return any(other.start <= mention.start and mention.stop <= other.stop for other in others)


def tells_of_asker(dropped: Utterance, kept: Utterance, within: AbstractSet[int], grammar: GrammarShape) -> bool:
    """Return whether what stands before a question only says where somebody is: "a friend in Beijing asks me".

    So does what it is for, where the question names things of its own: "for a comparison with the OSCE I need to know".
    """
    texts = [token.text for token in dropped.tokens if token.sentence in within]
    led = any(texts[-len(parts) :] == list(parts) for form in grammar.lead_ins if (parts := phrase(form)))
    named = any(m.kind in ENTITIES and m.id != "sco" for m in kept.mentions)
    purpose = named and bool({*texts[:1]} & {*grammar.purposes}) and not points_back(kept, grammar)
    return led and (purpose or all(m.kind == "city" for m in dropped.mentions if m.kind in ENTITIES))
