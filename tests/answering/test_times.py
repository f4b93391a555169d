"""What is so on which day: now, in the profile, in a year, before and after a change."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.states.changes import started
from bot.answering.times import span
from bot.assistant import Assistant
from bot.knowledge import KnowledgeBase
from bot.knowledge.moments import Moment
from bot.model import Reply, Status

Talk = Callable[..., Reply]

TODAY = date(2025, 12, 24)
FIRST, LAST = date(2012, 6, 7), date(2025, 11, 18)


def asked(assistant: Assistant, text: str, today: date = TODAY) -> Reply:
    """Return the reply to one question."""
    return assistant.ask(text, today=today)


@pytest.mark.parametrize(
    ("question", "first", "then"),
    [
        pytest.param("Who are the members?", "the SCO has 10 members", "had 6 members", id="a list"),
        pytest.param("How many members are there?", r"^10\.", r"^6\.", id="a count"),
        pytest.param("Is Iran in the SCO?", r"^Yes\..*4 July 2023", "not a member, but an observer", id="a status"),
        pytest.param("Is India an observer?", r"^No\. India has been a member", "but an observer", id="a former status"),
        pytest.param("How much does China pay?", r"17\.6", r"\b24\b", id="a share"),
        pytest.param("Who pays least?", r"Belarus and Iran.*5\.8", "Tajikistan.* 6", id="an extreme"),
        pytest.param("What do China and Russia pay together?", r"35\.2", r"\b48\b", id="a sum"),
        pytest.param("Who comes just above Kazakhstan in contributions?", r"17\.6", r"\b24\b", id="a neighbour"),
        pytest.param("How many OSCE members are in the SCO?", "6 of the 57", "Five of the 56", id="an overlap"),
        pytest.param(
            "Which SCO members are not in the OSCE?", "China, India, Iran and Pakistan", "China is the one", id="who is not"
        ),
        pytest.param("India", "member of the SCO since .* 9 June 2017.*5.9", "observer", id="a portrait"),
    ],
)
def test_now_comes_first_and_the_profile_after_it(question: str, first: str, then: str, assistant: Assistant) -> None:
    """Without a date, the newest state is told first; the profile's line follows with its date and its citation."""
    reply = asked(assistant, question)
    newest, *profile = reply.text.split("\n\n")

    assert reply.status is Status.ANSWERED
    assert re.search(first, newest)
    assert any(re.search(then, paragraph) for paragraph in profile)
    assert "7 June 2012" in reply.text
    assert reply.citations[-1].source.primary
    assert not reply.citations[0].source.primary


@pytest.mark.parametrize(
    ("question", "says"),
    [
        pytest.param("Is China a member?", "The same in the profile of 7 June 2012", id="a status"),
        pytest.param("Is Kazakhstan a member of the SCO?", "The same in the profile", id="another"),
    ],
)
def test_what_has_not_changed_is_said_once(question: str, says: str, assistant: Assistant) -> None:
    """Where nothing has changed, half a sentence tells it."""
    reply = asked(assistant, question)

    assert says in reply.text
    assert "\n\n" not in reply.text


@pytest.mark.parametrize(
    ("question", "says", "never"),
    [
        pytest.param("Who were the members in 2012?", "had 6 members", "India", id="the year of the profile"),
        pytest.param("Who are the observers according to the profile?", "Pakistan", "2025", id="by the profile"),
        pytest.param("Who was a member in 2018?", "At the end of 2018 the SCO had 8 members: China, India", "Iran", id="a year"),
        pytest.param("How many members were there on 3 July 2023?", r"^8\. On 3 July 2023", "Iran", id="a day"),
        pytest.param("How many members were there on 4 July 2023?", r"^9\. On 4 July 2023", "Belarus", id="the day itself"),
        pytest.param("members in july 2024", "At the end of July 2024 the SCO had 10", "2012", id="a month"),
        pytest.param("members in 2017", "India and Pakistan became members on 9 June 2017", "Iran", id="the change within it"),
        pytest.param("Who were the members before India joined?", "On 8 June 2017 the SCO had 6", "India", id="before a change"),
        pytest.param("How many members were there after Iran joined?", r"^9\.", "Belarus", id="after a change"),
        pytest.param("Was India a member in 2016?", r"^No\. India was not a member, but an observer", "2025", id="a status then"),
        pytest.param("What did China and Russia pay together in 2012?", r"\b48\b", r"35\.2", id="a sum then"),
    ],
)
def test_a_date_leaves_the_others_out(question: str, says: str, never: str, assistant: Assistant) -> None:
    """A question with a date is answered for that date."""
    reply = asked(assistant, question)

    assert reply.status is Status.ANSWERED
    assert re.search(says, reply.text)
    assert not re.search(never, reply.text)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        pytest.param("Who pays 21 per cent?", "profile of 7 June 2012: Kazakhstan", id="in the profile"),
        pytest.param("Who pays 17.6 per cent?", "^China .* and Russia .*1 January 2025", id="today"),
        pytest.param("Does Kazakhstan pay 21 per cent?", "^Yes, as of 7 June 2012, but not now", id="asked whether"),
        pytest.param("Does the SCO have six members?", "^Yes, as of 7 June 2012, but not now", id="a count"),
    ],
)
def test_a_value_selects_its_time(question: str, says: str, assistant: Assistant) -> None:
    """The time is meant at which the value holds."""
    assert re.search(says, asked(assistant, question).text)


@pytest.mark.parametrize(
    ("question", "status", "says"),
    [
        pytest.param(
            "Who were members in 1999?", Status.ANSWERED, "did not exist in 1999.*Shanghai Five", id="before it was founded"
        ),
        pytest.param("Who were members in 1990?", Status.ANSWERED, "did not exist in 1990", id="before its forerunner"),
        pytest.param("members in 2005", Status.UNKNOWN, "from 7 June 2012 on", id="before it is known"),
        pytest.param("members in 2040", Status.UNKNOWN, "yet to come", id="to come"),
    ],
)
def test_a_time_outside_of_what_is_known(question: str, status: Status, says: str, assistant: Assistant) -> None:
    """A time before the SCO, before what is known of it or after today is told as such."""
    reply = asked(assistant, question)

    assert reply.status is status
    assert re.search(says, reply.text)


def test_a_past_year_that_no_source_reaches(assistant: Assistant) -> None:
    """A year after the last date known is not guessed at."""
    reply = asked(assistant, "How many members were there in 2026?", date(2028, 1, 1))

    assert reply.status is Status.UNKNOWN
    assert "do not reach 2026" in reply.text


def test_a_now_that_has_grown_old_says_so(assistant: Assistant) -> None:
    """Past the date up to which a "now" may be trusted, the last date known is named more plainly."""
    plain, old = (asked(assistant, "Who are the members?", day).text for day in (TODAY, date(2026, 11, 26)))

    assert "the last date known" not in plain
    assert "As of 1 September 2025, the last date known, the SCO has 10 members" in old


@pytest.mark.parametrize(
    ("question", "says"),
    [
        pytest.param("When did Belarus join?", "4 July 2024", id="a member"),
        pytest.param("When did Belarus become an observer?", "10 July 2015", id="an observer"),
        pytest.param("Did Pakistan join in 2016?", r"^No\..*9 June 2017", id="a wrong year"),
        pytest.param("Who joined in 2023?", "Iran became a member on 4 July 2023", id="in a year"),
        pytest.param("Who joined last?", "^Belarus", id="last"),
        pytest.param("How many countries have joined since 2012?", r"^4\.", id="counted"),
        pytest.param("Did any country join in 2020?", "^No", id="nobody"),
        pytest.param("Who became a dialogue partner in 2015?", "Armenia, Azerbaijan, Cambodia and Nepal", id="partners"),
        pytest.param("How has China's share changed?", "6.4 percentage points less", id="a share"),
        pytest.param("Did Tajikistan's share change?", "^No.*the same 6 per cent", id="a share that is the same"),
        pytest.param("How has the number of members changed?", r"6 .*8\..*9\..*10\.", id="the count"),
        pytest.param("What changed in 2024?", "Belarus became a member", id="a year"),
        pytest.param("Until when was Iran an observer?", "observer until 4 July 2023", id="the end of a status"),
        pytest.param("How many years lie between India's and Iran's joining?", r"^6 years", id="the time between"),
    ],
)
def test_changes(question: str, says: str, assistant: Assistant) -> None:
    """Who joined when, and how something has changed, is computed from the lines in time."""
    reply = asked(assistant, question)

    assert reply.status is Status.ANSWERED
    assert re.search(says, reply.text, re.DOTALL)


def test_a_start_that_no_source_gives(assistant: Assistant) -> None:
    """When the six of 2012 joined is not established; that they were members then is."""
    reply = asked(assistant, "When did China join?")

    assert reply.status is Status.UNKNOWN
    assert "7 June 2012" in reply.text


def test_a_talk_that_moves_in_time(talk: Talk) -> None:
    """A follow-up names another time, and comes back to now."""
    assert "8 members" in talk("members in 2018").text
    assert "9 members" in talk("members in 2018", "and in 2023?").text
    assert "has 10 members" in talk("members in 2018", "and in 2023?", "and now?").text


def test_the_merger_does_not_make_an_observer_none(assistant: Assistant) -> None:
    """The decision to merge the statuses is told beside a state's status, and changes no Yes."""
    reply = asked(assistant, "Is Mongolia an observer?")

    assert reply.text.startswith("Yes.")
    assert "SCO partner" in reply.text


def test_the_timeline_reaches_from_the_five_to_the_last_date(assistant: Assistant) -> None:
    """The story begins in 1996 and ends with what is known last; each later line names who reports it."""
    lines = asked(assistant, "timeline").text.split("\n")

    assert "April 1996" in lines[0]
    assert "2025" in lines[-1]
    assert all(line.endswith(")") for line in lines if re.search(r"• .*20(1[3-9]|2\d): ", line))


@given(st.dates(FIRST, LAST))
def test_members_are_the_fold_of_joins(base: KnowledgeBase, day: date) -> None:
    """On every day the members are those of the profile and all that have joined since; the count is the list's length."""
    view = base.at(Moment(day.isoformat()))
    members = {fact.subject for fact in view.related("status") if fact.value == "member"}
    six = {fact.subject for fact in base.related("status") if fact.value == "member"}
    joined = {fact.subject for fact in started(base, FIRST.isoformat(), day.isoformat(), ["member"])}

    assert members == six | joined
    assert all(fact.value == len(members) for fact in view.related("printed.count"))


@given(st.dates(FIRST, LAST))
def test_a_list_and_a_count_agree_on_every_day(assistant: Assistant, day: date) -> None:
    """What is said of a day is the same whether it is listed or counted."""
    when = f"{day.day} {day.strftime('%B')} {day.year}"
    listed = asked(assistant, f"Who were the members on {when}?")
    counted = asked(assistant, f"How many members were there on {when}?")

    assert listed.status is counted.status is Status.ANSWERED
    assert int(counted.text.partition(".")[0]) == int(re.search(r"had (\d+) members", listed.text)[1])  # type: ignore[index]
    assert listed.conversation.items == counted.conversation.items


@given(st.dates(date(2001, 6, 1), FIRST - timedelta(days=1)))
def test_before_the_profile_nothing_is_guessed(assistant: Assistant, day: date) -> None:
    """Before the first day that is known only what a source states is said."""
    reply = asked(assistant, f"Who were the members on {day.day} {day.strftime('%B')} {day.year}?")

    assert reply.status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016", "2016-01-01", "2016-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016-02-03", "2016-02-03", "2016-02-03"),
        ("2015-02-30", "2015-02-01", "2015-02-28"),
    ],
)
def test_the_days_of_a_span(text: str, first: str, last: str) -> None:
    """A year and a month end on their last day; a day that there is none of is read as its month."""
    assert (span(text).first, span(text).last) == (first, last)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        pytest.param("How old is the SCO?", "About 24 years on 24 December 2025", id="today"),
        pytest.param("How old was the SCO when the profile was made?", "About 11 years on 7 June 2012", id="by the profile"),
        pytest.param(
            "For how many years did the SCO have eight members?", "^6 years: from 9 June 2017 to 4 July 2023", id="a number"
        ),
        pytest.param("How long has the SCO had ten members?", "^Since 4 July 2024", id="a number that lasts"),
    ],
)
def test_how_long(question: str, says: str, assistant: Assistant) -> None:
    """Ages and durations are worked out between the days that are known."""
    assert re.search(says, asked(assistant, question).text)
