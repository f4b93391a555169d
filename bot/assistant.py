"""The pipeline: text -> words -> mentions -> query -> whole query -> answer -> reply. Read this first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot import declining
from bot.answering import OPERATIONS
from bot.deciding import Decider
from bot.dialogue import Rulebook
from bot.errors import Fault, KnowledgeError
from bot.intents import near
from bot.intents.rules import Rules, entry_rules, rules
from bot.knowledge import KnowledgeBase
from bot.matching import read
from bot.matching.vocabulary import vocabulary
from bot.model import Conversation, Reply
from bot.replying import reply
from bot.suggesting import suggestions
from bot.text import clean, language

_DO = f"Write one of: {', '.join(sorted(OPERATIONS))}."


class Assistant:
    """Answers questions from a knowledge base; holds nothing of any conversation."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Index the knowledge once.

        Raises:
            KnowledgeError: A rule does what no answer can do.
        """
        self.knowledge = knowledge
        unable = tuple(
            Fault(*knowledge.entries.places["rules", name], name, f'`do` names "{rule.do}", which is not there.', _DO)
            for name, rule in knowledge.rules.items()
            if rule.do not in OPERATIONS
        )
        if unable:
            raise KnowledgeError(unable)
        self._vocabulary = vocabulary(knowledge)
        self._book = Rulebook(knowledge, Rules((*rules(knowledge), *entry_rules(knowledge, self._vocabulary))))
        self._suggestions = suggestions(knowledge, self._vocabulary)

    def prepare(self) -> None:
        """Look through what can be suggested, so that no question has to wait for it."""
        _ = self._suggestions.places

    def ask(
        self,
        text: str,
        conversation: Conversation = Conversation(),  # noqa: B008 - frozen
        *,
        today: date,
        why: bool = False,
        suggest: bool = True,
    ) -> Reply:
        """Return the reply to a question.

        Args:
            text: As typed; anything is taken.
            conversation: What came before, as the last reply carried it on.
            today: The day on which it is asked.
            why: Whether to tell of what is not answered which rules came near; to hold it against them takes as long again.
            suggest: Whether to say under an answer what can be asked next; the first time, all examples are read for that.
        """
        base = self.knowledge
        foreign = language(text, base.languages)
        if foreign:
            return declining.foreign(text, foreign, base, conversation)
        utterance = read(clean(text), self._vocabulary, base.grammar)
        small_talk = declining.small_talk(text, utterance, self._suggestions, conversation)
        if small_talk is not None:
            return small_talk
        utterance = utterance.plain(base.grammar)
        said, found = Decider(self._book, today.isoformat()).likeliest(utterance, conversation)
        if found:
            offered = self._suggestions if suggest else replace(self._suggestions, following=False)
            return reply(text, said, found, conversation, offered)
        readings = near(utterance, self._book.rules, base.grammar) if why else ()
        return declining.declined(text, utterance, readings, self._suggestions, conversation)
