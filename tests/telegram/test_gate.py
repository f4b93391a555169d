"""Who floods the bot is slowed: when, for how long, and with how many lines."""

from __future__ import annotations

from bot.telegram_app.gate import Gate, Verdict

ALICE, BOB = 1, 2


def verdicts(gate: Gate, times: list[float], person: int = ALICE) -> str:
    """Return the first letters of the verdicts."""
    return "".join(gate.check(person, time).value[0] for time in times)


def test_a_flood_gets_one_line() -> None:
    """Ten messages are allowed, the eleventh gets the polite line, the rest get nothing."""
    assert verdicts(Gate(), [100.0] * 15) == "a" * 10 + "w" + "d" * 4


def test_a_flood_that_goes_on_gets_a_steady_few() -> None:
    """Of one message a second, one in three is allowed in the long run, and no second line comes."""
    flood = verdicts(Gate(), [float(second) for second in range(300)])

    assert flood.count("w") == 1
    assert flood[-90:].count("a") == 30


def test_the_line_comes_again_after_a_quiet_while() -> None:
    """Thirty quiet seconds give all of the credit back; the next flood is told so again."""
    gate = Gate()

    assert verdicts(gate, [0.0] * 12 + [30.0] * 11).count("w") == 2


def test_one_flood_is_not_anothers() -> None:
    """People are counted apart."""
    gate = Gate()
    verdicts(gate, [0.0] * 50)

    assert gate.check(BOB, 0.0) is Verdict.ALLOW


def test_a_clock_that_goes_back_gives_no_credit() -> None:
    """A corrected clock neither fails nor forgives."""
    gate = Gate(at_once=1)

    assert verdicts(gate, [100.0, 50.0, 51.0]) == "awd"


def test_the_gate_remembers_so_many_people() -> None:
    """The one unseen longest is forgotten first, and so starts afresh; one who goes on is not."""
    gate = Gate(at_once=1, people=3)

    verdicts(gate, [0.0], person=1)
    for other in range(10, 20):
        verdicts(gate, [0.0, 0.0], person=other)
        verdicts(gate, [0.0], person=2)

    assert len(gate._people) == 3
    assert gate.check(2, 0.0) is Verdict.DROP
    assert gate.check(1, 0.0) is Verdict.ALLOW
