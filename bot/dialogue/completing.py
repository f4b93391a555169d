"""The ways to complete a question with what the talk leaves to be understood, the likeliest first.

Three ways, tried in an order that the wording decides: what "it" stands for is put in; what the last question said is kept
except for what the new one replaces (``and Uzbekistan?``); a place in the last list is looked up (``the second one``).
A full new question inherits nothing.
"""

from __future__ import annotations

from bot.dialogue.adjoining import (
    of_capacity,
    of_decision,
    of_his_origin,
    of_joiners_in,
    of_joining,
    of_last_to_join,
    of_moves_elsewhere,
    of_other_membership,
    of_other_seat,
    of_region,
    of_standing,
    of_term,
    of_those_in,
    of_those_left,
    of_those_that_joined,
    of_two,
)
from bot.dialogue.asking import CHOOSING, RANKED, SINGLED, Asked
from bot.dialogue.completed import Completed, mention
from bot.dialogue.fragments import FILTERS, LONG, asks_only, elliptic, is_fragment, trails_off
from bot.dialogue.implied import (
    against,
    of_its_members,
    of_other,
    of_status,
    of_the_body,
    of_them_all,
    of_this_one,
    of_whoever,
    payers,
    spared,
)
from bot.dialogue.places import of_other_force, placed
from bot.dialogue.pronouns import TOGETHER, determines, ends_in_pronoun, other_one, points_at_one, points_back, unnamed
from bot.dialogue.references import ADDING, MANY, focused, kept, narrowed, on_a_side
from bot.dialogue.signs import compares, fronted
from bot.dialogue.timing import BESIDE, TIMES, year_beside
from bot.dialogue.trends import TRENDS, of_amounts, of_movers, of_trend, of_what_was_asked
from bot.model import Mention

SINCE = "since"
ORDERING = frozenset({"more", "less", "same", "compare", "before", "after", "earlier", "later"})
"""Words with which a bare name is held against what was spoken of."""
COUNTING = "how-many"
EITHER_FORCE = frozenset({"any-force", "not"})
"""What may stand with the force that one document is asked for: "binding or not"."""
TOLD = "told"
"""The word for what was told last, which nobody says."""
OF_BIDS = "since.bids"
"""How the intents begin that tell of bids to join."""
LISTS = frozenset({"word:list-word"})
"""The word for a list."""
LEFT = "left-over"
"""The word for what is left of a list."""
OTHERS = "rest"
"""The word for those that were not told."""
NEIGHBOURS = frozenset({"next", "previous"})
"""Words for what stands beside a thing in an order."""
PARTICIPATION = frozenset({"status"})
"""Kinds of which those of a list may have become another: "which of them are members now?"."""


def completions(asked: Asked) -> list[Completed]:
    """Return the ways to complete a question, the likeliest first; none for one that stands alone."""
    utterance, conversation, base, grammar = asked.utterance, asked.conversation, asked.base, asked.grammar
    another_year = year_beside(utterance, conversation, base)
    entire = of_whoever(utterance, conversation, base) or of_them_all(utterance, conversation, base)
    if conversation.replaced and any(m.id in TOGETHER for m in utterance.mentions):
        entire = [kept(utterance, conversation, grammar)]  # the members, "and observers?", "how many is that together?"
    ranked = conversation.intent in RANKED and not any(token.text in grammar.placeholders for token in utterance.tokens)
    in_list = None if asked.sets or asked.settled or asked.of_order or ranked else placed(utterance, conversation, base)
    if of_the_body(utterance, conversation, base):
        return []
    lost = asked.of_its_time or (asked.of_some and not asked.sets)  # of so many, nobody knows which
    if lost or another_year is not None or (in_list is None and other_one(utterance, grammar)):
        return [another_year] if another_year else []  # of more than two others, nobody knows which
    if asked.of_what_was_told and conversation.intent.startswith(OF_BIDS):
        return _told_again(asked)  # "who blocked it?" - "when?": not when it became something else
    return entire or [*_ways(asked, in_list), *_told_again(asked)]


def _told_again(asked: Asked) -> list[Completed]:
    """Return the question put to what was told last: "when?", of a decision that was told with its day."""
    told = (Mention("word", TOLD, -1, -1),)
    return [Completed(asked.utterance, told, strict=True)] if asked.of_what_was_told and asked.conversation.facts else []


def _ways(asked: Asked, in_list: Completed | None) -> list[Completed]:
    """Return the ways to complete a question of which no one way is sure."""
    utterance, conversation, base, grammar = asked.utterance, asked.conversation, asked.base, asked.grammar
    first = _in_list(asked, in_list) if in_list else asked.of_its_text or list(asked.sets)
    first = [
        *of_what_was_asked(utterance, conversation, base),
        *of_movers(utterance, conversation),
        *payers(utterance, conversation, base),
        *of_other_force(utterance, conversation, base),
        *of_this_one(utterance, conversation, base),
        *against(utterance, conversation, base),
        *spared(utterance, conversation, base),
        *of_status(utterance, conversation),
        *of_joining(utterance, conversation, base),
        *of_moves_elsewhere(utterance, conversation, base),
        *of_those_that_joined(utterance, conversation, base),
        *of_two(utterance, conversation, base),
        *of_capacity(utterance, conversation, base),
        *of_term(utterance, conversation, base),
        *of_his_origin(utterance, conversation, base),
        *of_last_to_join(utterance, conversation, base),
        *of_those_in(utterance, conversation, base),
        *of_those_left(utterance, conversation, base),
        *of_joiners_in(utterance, conversation, base),
        *of_region(utterance, conversation),
        *of_other_seat(utterance, conversation, base),
        *of_standing(utterance, conversation, base),
        *of_decision(utterance, conversation, base),
        *of_other_membership(utterance, conversation, base),
        *of_its_members(utterance, conversation, base),
        *first,
    ]
    single, whole = focused(utterance, conversation, base), kept(utterance, conversation, grammar)
    elsewhere = bool(conversation.focus) and base.kinds.get(conversation.focus[0]) == "organisation"  # "how many of them ...?"
    if asked.several and not elsewhere and any(m.kind == "status" for m in utterance.mentions):
        first.append(kept(utterance, conversation, grammar, PARTICIPATION))
    one_of_some = bool(asked.sets) and any(m.kind == "ordinal" for m in utterance.mentions)  # "the second of these two"
    if asked.of_other_side or one_of_some:
        return [whole] if asked.of_other_side else first
    generic = bool(conversation.focus) and unnamed(utterance, grammar)  # "and when was the paper signed?"
    if asked.of_a_side or generic:
        return [*first, *single, whole]
    of_itself = asked.settled and any(m.kind == "force" for m in utterance.mentions)  # "and the newest binding one?"
    whole_itself = fronted(utterance, grammar) or determines(utterance, grammar, SINGLED - {"organisation", "office"})
    if of_itself or (asked.own and not asked.bare and whole_itself):
        return first  # what the pronoun means, the question says itself
    if determines(utterance, grammar, LISTS) and not asked.several:
        single = []  # "which text is on that list?"
    elif points_at_one(utterance, grammar) and not first:  # "who is the newest one?", of those that were spoken of
        return _at_a_rank(asked, single, whole)
    if points_back(utterance, grammar) and not (is_fragment(utterance, grammar) and asked.going_on):
        return _pointing(asked, first, single, whole)
    return _left_out(asked, first, single, whole)


def _in_list(asked: Asked, found: Completed) -> list[Completed]:
    """Return the question put to what stands at a place of the list, with what was asked of another there: "no, the first"."""
    conversation, base = asked.conversation, asked.base
    silent = all(m.kind == "chat" for m in found.utterance.mentions)
    if len(found.carried) > 1 and base.kinds.get(found.carried[0].id) not in {base.kinds.get(m.id) for m in found.carried[1:]}:
        # "And in the other one, how many people?" asks something of its own.
        return [found, Completed(found.utterance, found.carried[:1], strict=True)]
    if not silent or not conversation.focus or conversation.focus[0] not in conversation.items:
        return [found]
    gone = {base.kinds.get(m.id) for m in found.carried} | {"ordinal", "rank"}
    asked_before = (Mention(kind, name, -1, -1) for kind, name in conversation.mentions if kind not in gone)
    return [Completed(found.utterance, (*found.carried, *asked_before), strict=False), found]


def _of_the_found(asked: Asked, whole: Completed) -> list[Completed]:
    """Return the last question put to the one thing that its answer found: "who is next above it?" - "with how much?"."""
    conversation, base = asked.conversation, asked.base
    found = conversation.focus[:1]
    if not found or found[0] not in conversation.items or found[0] in {name for _, name in conversation.mentions}:
        return []
    gone = {base.kinds.get(found[0]), "rank", "comparison", "ordinal"}
    if asked.of_what_was_told and any(kind == "rank" for kind, _ in conversation.mentions):
        gone |= TIMES  # "who came after 2012?" - "who was last?" - "when?"
    stays = (m for m in whole.carried if m.kind not in gone)
    return [Completed(whole.utterance, (mention(base, found[0]), *stays), strict=False)]


def _beside_the_found(asked: Asked) -> bool:
    """Return whether what stands beside the one document or person found is asked for: "and the one right before that?"."""
    found = asked.conversation.items
    neighbour = any(m.id in NEIGHBOURS for m in asked.utterance.mentions)
    return neighbour and len(found) == 1 and asked.base.kinds.get(found[0]) in {"document", "person"}


def _at_a_rank(asked: Asked, single: list[Completed], whole: Completed) -> list[Completed]:
    """Return the question put to the one at a rank of what was asked of, or beside the one that was found: "the next one?"."""
    if not _beside_the_found(asked):
        return [whole, *single]
    held = [one for one in single if all(m.kind != "office" for m in one.carried)]  # beside the holder, not the office
    return [*_of_its_list(asked, held), *held, whole]


def _of_its_list(asked: Asked, single: list[Completed]) -> list[Completed]:
    """Return the question put to the documents of the list that was asked of: "the latest binding one?" - "the one before?"."""
    force = tuple(Mention(kind, name, -1, -1) for kind, name in asked.conversation.mentions if kind == "force")
    said = any(m.kind == "force" for m in asked.utterance.mentions)
    listed = [] if said or not force else single
    return [Completed(one.utterance, (*one.carried, *force), strict=True) for one in listed]


def _pointing(asked: Asked, first: list[Completed], single: list[Completed], whole: Completed) -> list[Completed]:
    """Return the ways to complete a question with a pronoun; none where "it" is the SCO, or what the question itself says."""
    utterance, conversation = asked.utterance, asked.conversation
    few = 0 < len(conversation.items) <= MANY
    if of_trend(utterance, conversation, asked.grammar):
        single = []  # "so did it go up?", of the share and not of the state
    summed = conversation.intent in ADDING and compares(utterance, asked.grammar)  # "is that more than China and Russia?"
    if summed and not conversation.focus:
        return [whole]
    spoken_of = conversation.focus or first or few or ends_in_pronoun(utterance, asked.grammar)
    if not (asked.bare or asked.following or asked.several or spoken_of):
        return []
    if any(m.id == "of-them" for m in utterance.mentions) and any(m.kind in FILTERS for m in utterance.mentions):
        first = [*first, *narrowed(utterance, conversation, asked.base)]
    # "Name them" repeats the last question, "which of them are from 2010" narrows it; "how much do they pay" asks another.
    listed = asked.several and len(conversation.items) > 1
    repeats = listed and all(m.kind not in {"word", "kind"} or m.id == "which" for m in utterance.mentions)
    dated = bool(utterance.mentions) and all(m.kind in TIMES or m.id == SINCE for m in utterance.mentions)
    left = any(m.id == LEFT for m in utterance.mentions)  # "and the ones that are left over?"
    return [*first, whole, *single] if repeats or dated or left else [*first, *single, whole]  # "what is it since 2025?"


def _left_out(asked: Asked, first: list[Completed], single: list[Completed], whole: Completed) -> list[Completed]:
    """Return the ways to complete a question that leaves something out without pointing to it: "and Uzbekistan?", "where?"."""
    utterance, conversation = asked.utterance, asked.conversation
    if on_a_side(utterance):  # "which are after 2005?", of the documents that were listed
        first += narrowed(utterance, conversation, asked.base)
    lean = asked.going_on or (is_fragment(utterance, asked.grammar) and any(m.id in ORDERING for m in utterance.mentions))
    comparing = lean and asked.named and compares(utterance, asked.grammar)  # "and is the Charter later?", "than Kyrgyzstan?"
    following = asked.following or comparing
    onward = asked.going_on and (asked.fragment or not asked.own)
    if not (following or onward or (asked.fragment and (asked.bare or not asked.named))):
        return [*first, *single, whole] if not asked.own and len(utterance.tokens) <= LONG else first
    if trails_off(utterance, asked.grammar):  # "who from the SCO isn't?", of the organisation of the talk
        first += of_other(utterance, conversation, asked.base)
    narrowing = any(m.kind in FILTERS for m in utterance.mentions)  # "the ones from 2010"
    first += narrowed(utterance, conversation, asked.base) if narrowing and not on_a_side(utterance) else []
    left = any(m.id == OTHERS for m in utterance.mentions)  # "and the ones left over?" are not those that were told
    nearer = (asked.several and not narrowing) or _of_the_answer(asked, narrowing=narrowing)
    both = any(m.id in TOGETHER for m in utterance.mentions) and compares(utterance, asked.grammar)  # "both together vs Iran"
    both = both and len(conversation.focus) > 1
    nearer = asks_only(utterance) or (nearer and not left)
    if asks_only(utterance):
        first += _of_the_found(asked, whole)
    if _beside_the_found(asked):
        first += _of_its_list(asked, single)
    again = following or _names_counted(asked)
    return [*first, *single, whole] if both or (nearer and not again) else [*first, whole, *single]


def _names_counted(asked: Asked) -> bool:
    """Return whether there is nothing but a word that asks which they are, of those that were counted: "which ones?"."""
    choosing = any(m.id in CHOOSING for m in asked.utterance.mentions)
    return choosing and asks_only(asked.utterance) and ("kind", COUNTING) in asked.conversation.mentions


def _of_the_answer(asked: Asked, *, narrowing: bool) -> bool:
    """Return whether what the last answer found is meant, not what the last question named: "and before that?"."""
    utterance, conversation = asked.utterance, asked.conversation
    own_verb = points_back(utterance, asked.grammar) and not elliptic(utterance)  # "so it still belonged in June 2012?"
    weighed = bool(utterance.mentions) and all(m.kind == "force" or m.id in EITHER_FORCE for m in utterance.mentions)
    if weighed and conversation.items and conversation.items == conversation.focus[:1]:
        return True
    if asked.named or narrowing:
        return own_verb
    if utterance.mentions and all(m.kind in {"number", "count", "now"} for m in utterance.mentions):  # "and ten?", "and today?"
        return False
    if any(m.id in TRENDS for m in utterance.mentions):  # "so it went down?"
        return False
    neighbour = any(m.id in NEIGHBOURS for m in utterance.mentions)
    amounts = of_amounts(conversation)
    ordered = neighbour and conversation.intent.endswith(".neighbour")  # "and who is next?", of who pays most
    if amounts and not ordered:  # "and just before that?", of what is paid
        return False
    beside = neighbour or any(m.kind in BESIDE for m in utterance.mentions)
    many = any(m.kind == "status" for m in utterance.mentions)  # "and the observers?"
    return own_verb or beside or (not many and conversation.items == conversation.focus[:1])
