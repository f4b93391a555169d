"""Question banks -> right, wrong, declined, uncited; by file, kind and style."""

from bot.evaluation.bank import BankError, Expect, Line, read
from bot.evaluation.judging import Ask, Result, Verdict, evaluate, judge
from bot.evaluation.summary import Summary, as_json, summarise

__all__ = [
    "Ask",
    "BankError",
    "Expect",
    "Line",
    "Result",
    "Summary",
    "Verdict",
    "as_json",
    "evaluate",
    "judge",
    "read",
    "summarise",
]
