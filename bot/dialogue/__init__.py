"""A question within its conversation: what a follow-up leaves out, and what a long text asks."""

from bot.dialogue.parts import beside
from bot.dialogue.understanding import Rulebook, understand

__all__ = ["Rulebook", "beside", "understand"]
