"""Who takes part, and as what: lists, counts, and whether a country does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.answering.saying import bullets, capital, cites, composed, dated, joined, named, said
from bot.answering.states.changes import STATUSES, within
from bot.knowledge import KnowledgeBase
from bot.knowledge.shapes import RuleShape
from bot.model import Answer, Declined, Fact, Query


def roll(base: KnowledgeBase) -> Mapping[str, Fact]:
    """Return country id -> the fact that gives its status: in the order of the source, later ones by their names."""
    facts = base.related("status")
    ordered = facts if base.moment is None else sorted(facts, key=lambda fact: base.name(fact.subject))
    return {fact.subject: fact for fact in ordered}


def wanted(query: Query) -> tuple[str, ...]:
    """Return the statuses that the question names, all three when it names none; "observers included" adds to the members."""
    added = query.has("included") or _counts_in(query)
    named = {*query.of("status"), *(("member",) if added else ())}
    return tuple(s for s in STATUSES if s in named) or STATUSES


def _counts_in(query: Query) -> bool:
    """Return whether observers or partners are added to what is counted: "how many states in all, with observers?"."""
    order = list(query.order)
    places = [place for place, name in enumerate(order) if name in STATUSES]
    return "counting-in" in order and bool(places) and order.index("counting-in") < min(places)


def counted(base: KnowledgeBase, statuses: Sequence[str]) -> list[Fact]:
    """Return the sources' own counts of the members that hold on the day, where members are asked for."""
    return list(base.related("printed.count")) if base.moment is not None and "member" in statuses else []


def merged(base: KnowledgeBase, statuses: Sequence[str]) -> list[Fact]:
    """Return the decision to merge observers and dialogue partners, where it was taken by the day and they are spoken of."""
    if base.moment is None or not {"observer", "partner"} & set(statuses):
        return []
    return [f for f in base.related("status.merger") if f.valid_from <= base.moment.day]


def _cited(base: KnowledgeBase, statuses: Sequence[str], answer: Answer) -> Answer:
    """Return the answer with the sources that count today's states all at once, not those of each state."""
    counts = [*counted(base, statuses), *(base.related("partner.count") if {"observer", "partner"} & set(statuses) else ())]
    if base.moment is not None and not base.moment.now:
        # Who was there before and after is taken to have been there then: both ends are cited.
        before = [fact for country, fact in roll(base.at(None)).items() if country in answer.items and fact.value in statuses]
        return replace(answer, citations=tuple(dict.fromkeys((*answer.citations, *cites(before)))))
    if base.moment is None or not base.moment.now or base.moment.since or not counts:
        return answer
    return replace(answer, citations=cites([*counts, *merged(base, statuses)]))


def lists(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the countries of the statuses asked for; with `options: {not: member}` those of the other statuses."""
    of_which = query.pairs("which", "organisation")  # "which organisation has most of its members in it?"
    if of_which or (query.polar and not query.of("status") and "except" not in rule.options):
        return None  # "had anyone given it up?"
    statuses = wanted(query)
    if rule.options.get("except"):
        statuses = tuple(s for s in STATUSES if s != rule.options["except"])
    listed = roll(base)
    twice = query.polar and len(statuses) > 1 and "both" in query.heard  # "was anyone both an observer and a partner?"
    chosen = {s: [c for c, fact in listed.items() if fact.value == s] for s in statuses}
    facts = [*(listed[c] for ids in chosen.values() for c in ids), *counted(base, statuses), *merged(base, statuses)]
    changes, changed = within(base, statuses)
    open_ = [c for ids in chosen.values() for c in ids if unsettled(base, listed[c])]
    # "Who is a partner after Tianjin?": all of the merged status are counted together.
    after = base.moment is not None and statuses == ("partner",) and bool({"after", "since"} & query.heard)
    whole = [f for f in base.related("partner.count") if base.moment and f.valid_from <= base.moment.day] if after else []
    notes = said(
        base.say("list.unsettled", names=named(base, open_)) if open_ else "",
        *(fact.say for fact in (*merged(base, statuses), *whole)),
    )
    facts += whole
    if len(statuses) == 1:
        status, ids = next(iter(chosen.items()))
        text = base.say(f"list.{status}", as_of=dated(base, facts), count=len(ids), names=named(base, ids))
        include = base.say("list.include") if status != "member" and base.moment is None else ""
        return _cited(base, statuses, composed(text, include, changes, notes, facts=[*facts, *changed], items=ids))
    lead = base.say("list.several", as_of=dated(base, facts))
    lines = [base.say(f"item.{s}", names=named(base, ids), count=len(ids)) for s, ids in chosen.items() if ids]
    items = [c for ids in chosen.values() for c in ids]
    told = f"{base.say('answer.no') if twice else ''}\n{lead}\n{bullets(lines)}".strip()
    return _cited(base, statuses, composed(told, changes, notes, facts=[*facts, *changed], items=items))


def counts(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return how many countries have the statuses asked for."""
    listed = roll(base)
    if _of_no_roll(query):
        return None
    named_any = query.of("status") or query.has("linked") or query.has("status") or query.has("not-in")
    if {"made-total", "country-word"} <= query.heard and not named_any:
        return None  # "how many countries does that come to?": what was told of before is counted
    statuses = wanted(query) if named_any else ("member",)  # who "is in" it is a member
    chosen = {s: [c for c, fact in listed.items() if fact.value == s] for s in statuses}
    total = sum(map(len, chosen.values()))
    facts = [*(listed[c] for ids in chosen.values() for c in ids), *counted(base, statuses), *merged(base, statuses)]
    changes, changed = within(base, statuses, counted=statuses == ("member",))
    both = list(base.related("partner.count")) if base.moment is not None and "partner" in statuses else []
    facts += [fact for fact in both if fact.valid_from <= (base.moment.day if base.moment else "")]
    open_ = [c for ids in chosen.values() for c in ids if unsettled(base, listed[c])]
    notes = said(
        base.say("list.unsettled", names=named(base, open_)) if open_ else "",
        *(fact.say for fact in facts if fact.relation in {"status.merger", "partner.count"}),
    )
    if len(statuses) == 1:
        status = statuses[0]
        text = base.say(f"count.{status}", as_of=dated(base, facts), count=total, names=named(base, chosen[status]))
        supposed = query.of("number")
        if query.polar and supposed and not (changes and query.has("since")):
            # "27 in the SCO family": all of them, and not the members alone.
            every = not named_any and str(len(listed)) in supposed
            opening = "" if every else base.say("answer.yes" if str(total) in supposed else "answer.no")
            text = said(opening, text)
        return _cited(base, statuses, composed(text, changes, notes, facts=[*facts, *changed], items=chosen[status]))
    parts = joined(base, [base.say(f"part.{s}", count=len(ids)) for s, ids in chosen.items()])
    lines = [base.say(f"item.{s}", names=named(base, ids), count=len(ids)) for s, ids in chosen.items()]
    text = base.say("count.several", as_of=dated(base, facts), count=total, parts=parts)
    items = [c for ids in chosen.values() for c in ids]
    return _cited(base, statuses, composed(text, bullets(lines), changes, notes, facts=[*facts, *changed], items=items))


def _of_no_roll(query: Query) -> bool:
    """Return whether what is counted is not who takes part: "five a side", "how many members in Astana?"."""
    of_states = query.of("status") or query.has("sco") or query.has("country-word") or query.has("take-part")
    organisations = query.pairs("which", "organisation")  # "which organisation has five of its seven members in it?"
    sums = query.polar and query.of("number") and query.has("together")  # "can two members do so together?"
    # A meeting is known by its city, or by its year.
    nowhere = bool(query.of("city")) is not query.has("sco-meeting") and "<year>" not in query.heard
    return bool((query.of("number") and not of_states) or organisations or sums or nowhere)


def _lies_in(query: Query) -> bool:
    """Return whether "in" is the only word for taking part: "it is in NATO, too" is of NATO's members."""
    return query.has("take-part") and not any(map(query.has, ("member", "observer", "partner", "join", "status")))


DAY, DASHES = 10, 2  # characters, and dashes, of an ISO date with its day


def check(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return what each country that is asked about is to the SCO, with Yes or No where that is asked."""
    listed = roll(base)
    asked = tuple(dict.fromkeys((*query.of("country"), *query.of("place"), *query.of("organisation"), *query.of("region"))))
    asked = tuple(entity for entity in asked if entity != "sco")
    others = set(query.of("organisation")) - {"sco"}
    numbered = "<count>" in query.heard  # "are four EAEU members in the SCO?"
    of_another = others and (query.of("country") or not query.polar or query.has("all") or numbered)  # "is Turkey in NATO?"
    if query.has("never") or not asked or len(others) > 1 or of_another or (query.polar and query.of("city")):
        return None  # "did it become a member in Dushanbe?" asks for the place
    # "Are any NATO members among the partners?", "which members were Soviet republics?": states are meant, not what they are of.
    states = any(query.pairs(name, word) for name in (*others, *query.of("place")) for word in ("member", "country-word"))
    inside = bool(others) and query.pairs("sco", "member") and query.order.index("sco") < query.order.index(min(others))
    pairless = query.has("both") and len(asked) == 1 and not query.of("region")  # "both?", of whom one is known
    if (
        inside
        or pairless
        or states
        or (others and not query.pairs("sco", "member") and "sco" not in query.of("organisation") and _lies_in(query))
        or (others and not any(map(query.has, ("member", "observer", "partner", "take-part", "join", "status"))))
    ):
        return None  # "are there SCO members in NATO?"; "is the SCO an alliance like NATO?"
    exact = any(len(name) == DAY and name.count("-") == DASHES for name in query.order)
    of_a_day = query.has("join") and query.polar and base.moment is not None and (base.moment.since or exact)
    in_order = query.polar and len(query.of("country")) > 1 and (query.has("before") or query.has("after"))
    alone = len(query.of("country")) == 1
    if of_a_day or in_order or (query.has("outside") and alone and not query.polar):
        return None  # "did it become a member in 2024?", "before Pakistan?" ask for the day; "why did it stay out?"
    unknown = [entity for entity in asked if entity not in listed]
    if any(base.kinds[entity] == "region" for entity in unknown):
        # A region is no country: nothing is said of it, and it does not stand in the way of a country beside it.
        asked = tuple(entity for entity in asked if base.kinds[entity] != "region")
        unknown = [entity for entity in asked if entity not in listed]
        if not asked:
            return None
    statuses = tuple(s for s in STATUSES if s in query.of("status"))
    if query.polar and query.has("still") and query.has("status") and not statuses:  # "is that still its status?"
        before = roll(base.at(None))
        statuses = tuple({str(before[entity].value) for entity in asked if entity in before})
    known = [listed[entity] for entity in asked if entity in listed]
    members = [fact for fact in listed.values() if fact.value == "member"]
    as_of = dated(base, members)
    sentences = [status_of(base, fact, as_of) for fact in known]
    if unknown:
        names = named(base, unknown, "any")
        sentences.append(base.say("status.none", as_of=as_of, country=names))
    notes = merged(base, [str(fact.value) for fact in known])
    sentences += [fact.say for fact in notes]
    counts = [*counted(base, ["member"]), *(base.related("partner.count") if base.moment is not None else ())]
    facts = [*known, *(() if known and not unknown else counts or members), *notes]
    meant = statuses or (STATUSES if query.has("status") or query.has("linked") else ("member",))
    supposed = [entity in listed and listed[entity].value in meant for entity in asked]
    unsaid = not {*query.of("status"), "status", "linked", "join", "sco"} & query.heard  # "what reasons were given?"
    if query.has("why") and (unsaid or (not any(supposed) if query.has("not") else all(supposed))):
        return Declined(base.say("decline.reason"))  # the premise is right, and that is all there is
    verdict = _verdict(query, base, asked, listed, statuses)
    return composed(said(verdict, *map(capital, sentences)), facts=facts, items=asked)


def unsettled(base: KnowledgeBase, fact: Fact) -> bool:
    """Return whether a status was decided by the day, and not yet in effect."""
    return base.moment is not None and bool(fact.settled) and base.moment.day < fact.settled


def status_of(base: KnowledgeBase, fact: Fact, as_of: str) -> str:
    """Return what a state is to the SCO on the day, as a sentence."""
    country = base.name(fact.subject)
    if base.moment is None:
        return base.say(f"status.{fact.value}", as_of=as_of, country=country)
    if base.moment.now or unsettled(base, fact):
        return base.say("status.now", fact=fact.say, as_of=as_of)
    return base.say(f"status.was.{fact.value}", as_of=as_of, country=country)


def _verdict(query: Query, base: KnowledgeBase, asked: Sequence[str], listed: Mapping[str, Fact], statuses: Sequence[str]) -> str:
    if any(entity in listed and unsettled(base, listed[entity]) for entity in asked):
        return base.say("answer.unsettled")
    if not query.polar or (len(statuses) > 1 and all(entity in listed for entity in asked)):
        return ""
    some = query.has("linked") or query.has("status")  # "does it have some kind of status?"
    good = statuses or (STATUSES if some else ("member",))
    # Who has a status and has not used it for years does not "take part".
    idle = {fact.subject for fact in base.line("inactive")} if query.has("linked") and base.moment and not statuses else set()
    met = [entity in listed and listed[entity].value in good and entity not in idle for entity in asked]
    truth = all(met)
    mixed = any(met) and not truth
    told = [name for name in query.order if name == "only" or base.kinds.get(name) == "country"]
    if truth and told[:1] == ["only"]:
        return ""  # "is only China a member?"
    closer = any(listed[entity].value == "observer" for entity in asked if entity in listed)
    if not truth and closer and statuses == ("partner",) and merged(base, statuses):
        return ""  # observers and dialogue partners are to be called alike
    if query.negated or query.has("outside") or query.has("neither"):
        return "" if mixed and query.has("neither") else base.say("answer.not_so" if truth else "answer.right")
    lesser = "answer.not_all" if mixed and not (query.has("only") and statuses) else "answer.no"
    return base.say("answer.yes" if truth else lesser)


def others(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the countries that have none of the statuses named, or of the rule's `options: {except: member}`."""
    # "Which of today's members had no status in 2012?", "how many of its non-members have become members?"
    of_then = ("now" in query.heard and bool({"<year>", "by-profile"} & query.heard)) or {"profile", "change"} <= query.heard
    # "Which members were not members in 2012?", "who was one in 2020 but not in 2016?": two times are held together.
    twice = query.of("year") and (query.order.count("member") > 1 or len(set(query.of("year"))) > 1)
    if of_then or twice or query.has("never") or (query.polar and (query.negated or query.has("join"))):
        return None  # "is there no observer left?"; who has never been an observer, the lists of a day do not tell
    denied = set(query.of("status")) or {rule.options.get("except", "")}
    order = list(query.order)
    edge = next((place for place, name in enumerate(order) if name in {"not", "without", "neither"}), -1)
    if edge < 0 and "except" not in rule.options and not query.has("outside"):
        return lists(query, rule, base)  # "who else is a partner?"
    again = next((place for place in range(edge + 2, len(order)) if edge >= 0 and order[place] in {"who", "which"}), None)
    behind = [name for name in order[edge:again] if name in STATUSES]  # "some were no members. Which ones were observers?"
    named = [name for name in order[: max(edge, 0)] if name in STATUSES and name not in behind]  # "observers without membership"
    if named and not behind and "not" in order[edge : edge + 1]:
        return None  # "which partners were not there in 2012?" is not of the others
    added = query.has("together") and len(set(behind)) == len(STATUSES)  # "not members, but observers plus partners"
    rest = tuple(s for s in STATUSES if s not in (behind[:1] if added else behind or denied))
    rest = tuple(named) if named and behind and "without" in order[edge : edge + 1] else rest
    if query.has("but-rather") and len(set(behind)) > 1:  # "who is not a member but an observer?"
        rest = tuple(behind[-1:])
    if not rest and query.has("status"):  # "not members, but of some status, the observers as well as the partners"
        rest = tuple(name for name in STATUSES if name != behind[0])
    if not rest and order.count("not") < len(set(behind)):
        rest = tuple(name for name in order if name in STATUSES)[-1:]  # "neither members nor observers, but partners"
    if not rest:
        spared = query.has("without")  # "leaving aside members and partners, who are observers?"
        return None if spared else Declined(base.say("decline.not_in_source"))  # "neither member nor observer nor partner"
    plain = tuple(word for word in query.of("word") if word != "included")  # "Laos included" adds no members
    narrowed = replace(query, slots={**query.slots, "status": rest, "word": plain})
    return counts(narrowed, rule, base) if "how-many" in query.of("kind") else lists(narrowed, rule, base)


def around(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return who took part, or how many did, on the eve of a state's joining or since then: the day is the base's own."""
    days = {f.valid_from for f in base.line("status") if f.subject in query.of("country") and f.value == "member"}
    if query.polar or (len(query.of("country")) > 1 and len(days) > 1):
        return None  # "did Iran join before Belarus did?", "was it later admitted?"
    if query.pairs("join", "after"):
        return None  # "how many joined after India?" does not count those who were in already
    plain = {**query.slots, "country": (), "status": query.of("status") or ("member",)}
    asked = replace(query, slots=plain)
    return counts(asked, rule, base) if "how-many" in query.of("kind") else lists(asked, rule, base)


def members(query: Query, rule: RuleShape, base: KnowledgeBase) -> Answer | Declined | None:
    """Return the members: who "is in" the SCO is a member; None to a question for Yes or No, which asks something else."""
    if query.polar or "other-org" in query.heard:
        return None  # "which country is in all four organisations?"
    return lists(replace(query, slots={**query.slots, "status": ("member",)}), rule, base)


OPERATIONS: Mapping[str, Callable[[Query, RuleShape, KnowledgeBase], Answer | Declined | None]] = {
    "status.list": lists,
    "status.list.members": members,
    "status.list.around": around,
    "status.count": counts,
    "status.others": others,
}
