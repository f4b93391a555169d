"""An utterance -> the rules that could have been meant, the best first."""

from bot.intents.fitting import CARRIED, CUT, DOUBT, ENTITIES, Reading, fitting, near

__all__ = ["CARRIED", "CUT", "DOUBT", "ENTITIES", "Reading", "fitting", "near"]
