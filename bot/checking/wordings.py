"""Wordings tried on the whole assistant: each rule's examples land on it, and each fact is reached."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from bot.checking.faults import Faults
from bot.forms import expand
from bot.knowledge import KnowledgeBase
from bot.model import Fact, Reply, Status

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

Ask = Callable[[str], Reply]
"""Asks a question by itself, outside of any conversation."""


def check(base: KnowledgeBase, ask: Ask, faults: Faults) -> None:
    """Note examples that another rule takes, menu commands that are not answered, and facts that no question reaches."""
    reached: dict[str, list[str]] = {}
    for name, rule in base.rules.items():
        for example in rule.examples:
            reply = ask(example)
            for fact in reply.conversation.facts:
                reached.setdefault(fact, []).append(example)
            if reply.intent != name:
                _stray(faults, name, example, reply)
    for command in base.commands:
        reply = ask(command.question)
        if reply.status is not Status.ANSWERED:
            problem = f'Its question "{command.question}" is not answered ({reply.status}).'
            faults.add(
                "commands", command.command, problem, "Write a question that is; `sco-bot ask --why` shows how it is read."
            )
    if base.rules:
        _unreached(base, ask, faults, reached)


def _stray(faults: Faults, name: str, example: str, reply: Reply) -> None:
    if reply.intent is None:
        problem = f'Its example "{example}" is not understood ({reply.status}).'
        remedy = "Add the words that it lacks to `needs` or `may`, or to the vocabulary; `sco-bot ask --why` shows them."
    else:
        problem = f'Its example "{example}" is taken by the rule {reply.intent}.'
        remedy = "Give one of the two a word under `needs` or `never` that tells them apart."
    faults.add("rules", name, problem, remedy)


def _unreached(base: KnowledgeBase, ask: Ask, faults: Faults, reached: Mapping[str, Sequence[str]]) -> None:
    """Note the facts that neither an example reaches (fact -> the examples that do) nor any question made for them."""
    missing = {name for name in base.facts if name not in reached}
    for question in _questions(base, sorted(missing), reached):
        if not missing:
            return
        reply = ask(question)
        if reply.status is Status.ANSWERED:
            missing.difference_update(reply.conversation.facts)
    for name in sorted(missing):
        faults.add(
            "facts", name, "No question reaches this fact.", "Add its relation to a rule, or an `about` that questions name."
        )


def _questions(base: KnowledgeBase, missing: Sequence[str], reached: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield questions that may reach facts which no example reaches, the likeliest first.

    They are fragments made of what the facts hold, then the examples that reach facts of the same relation, asked of what the
    missing ones are about instead.
    """
    for name in missing:
        yield from _fragments(base, base.facts[name])
    for name in missing:
        fact = base.facts[name]
        alike = {other for other in reached if base.facts[other].relation == fact.relation}
        for example in dict.fromkeys(example for other in sorted(alike) for example in reached[other]):
            yield from _asked_of(base, example, _named(base, fact))
            yield _YEAR.sub((fact.valid_from or fact.as_of)[:4], example)


def _fragments(base: KnowledgeBase, fact: Fact) -> Iterator[str]:
    """Yield what a fact is about in a few words: its subject, with what it holds and with the words for it."""
    subject, *values = _named(base, fact) or [""]
    yield subject
    for value in values:
        yield f"{subject} {value}"
    for concept in sorted(fact.about):
        form = next((form.text for form in base.forms if form.id == concept), concept)
        word = expand(form)[0]
        yield f"{subject} {word}".strip()
        yield word


def _named(base: KnowledgeBase, fact: Fact) -> list[str]:
    """Return the names of a fact's subject and of what it holds, as far as they have any."""
    values = fact.value if isinstance(fact.value, tuple) else (fact.value,)
    return [base.names[entity][0] for entity in (fact.subject, *values) if entity in base.names]


def _asked_of(base: KnowledgeBase, example: str, others: Iterable[str]) -> Iterator[str]:
    """Yield an example with each of the others in the place of a name."""
    named = [base.names[key][0] for key in base.kinds if key in base.names]
    for other in others:
        yield from (example.replace(name, other) for name in named if name in example and name != other)
