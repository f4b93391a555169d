"""Wordings tried on the whole assistant: each rule's examples land on it, and each fact is reached."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bot.checking.faults import Faults
from bot.forms import expand
from bot.knowledge import KnowledgeBase
from bot.model import Reply, Status

Ask = Callable[[str], Reply]
"""Asks a question by itself, outside of any conversation."""


def check(base: KnowledgeBase, ask: Ask, faults: Faults) -> None:
    """Note examples that another rule takes, menu commands that are not answered, and facts that no question reaches."""
    reached: set[str] = set()
    for name, rule in base.rules.items():
        for example in rule.examples:
            reply = ask(example)
            reached.update(reply.conversation.facts)
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


def _unreached(base: KnowledgeBase, ask: Ask, faults: Faults, reached: set[str]) -> None:
    missing = {name for name in base.facts if name not in reached}
    for question in _questions(base, missing):
        if not missing:
            return
        reply = ask(question)
        if reply.status is Status.ANSWERED:
            missing.difference_update(reply.conversation.facts)
    for name in sorted(missing):
        faults.add(
            "facts", name, "No question reaches this fact.", "Add its relation to a rule, or an `about` that questions name."
        )


def _questions(base: KnowledgeBase, missing: Iterable[str]) -> Iterator[str]:
    """Yield questions that may reach facts which no example reaches: the examples, asked of the facts' own subjects."""
    subjects = list(dict.fromkeys(base.facts[name].subject for name in sorted(missing)))
    named = [base.names[subject] for subject in subjects if subject in base.names]
    yield from (name for name, _ in named)
    for name in sorted(missing):
        fact = base.facts[name]
        called = base.names[fact.subject][0] if fact.subject in base.names else ""
        for concept in sorted(fact.about):
            form = next((form.text for form in base.forms if form.id == concept), concept)
            word = expand(form)[0]
            yield f"{called} {word}".strip()
            yield word
    examples = [example for rule in base.rules.values() for example in rule.examples]
    others = {base.names[key][0]: key for key in base.kinds if key in base.names}
    for example in examples:
        for other in others:
            if other in example:
                yield from (example.replace(other, name) for name, _ in named if name != other)
