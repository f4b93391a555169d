"""Longer talks: sets that are counted or described, sides and times that are held, readings that are not carried too far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import pytest

from bot.assistant import Assistant
from bot.model import Conversation, Reply, Status

TODAY = date(2025, 11, 30)
SHARES_OF_2012 = ("Add up the 2012 shares of Kyrgyzstan and Tajikistan.", "Is that more than Uzbekistan's?")


def talk(assistant: Assistant, texts: Sequence[str]) -> Reply:
    """Ask the questions one after another, and return the last reply."""
    conversation = Conversation()
    for text in texts:
        reply = assistant.ask(text, conversation, today=TODAY)
        conversation = reply.conversation
    return reply


@pytest.mark.parametrize(
    ("texts", "intent", "says"),
    [
        pytest.param(
            (*SHARES_OF_2012,), "share.compare", "16 per cent; Uzbekistan: 15", id="a sum is held against another share"
        ),
        pytest.param(
            (*SHARES_OF_2012, "By how many points?"), "share.compare", "16 per cent; Uzbekistan: 15", id="sides are held"
        ),
        pytest.param((*SHARES_OF_2012, "And all three together?"), "share.sum", "31 per cent", id="all of both sides"),
        pytest.param(
            (
                "Who had observer status in June 2012?",
                "And dialogue partner status?",
                "Which of those eight have become full members since then?",
            ),
            "status.transition.named",
            "(?s)Belarus.*India|India.*Belarus",
            id="two lists counted together",
        ),
        pytest.param(
            ("Who are the two biggest payers?", "How much do those two pay together?"), "share.sum", "35.2", id="a list counted"
        ),
        pytest.param(
            ("How much do China and Russia pay in the profile?", "And the other four together?"), "share.sum", "52", id="the rest"
        ),
        pytest.param(
            ("When was the joint declaration with the UN made?", "binding?"),
            "document.force",
            "^No",
            id="one document is weighed",
        ),
        pytest.param(
            ("What do parties submit to the RATS database?", "since which year"), "document.when", "2004", id="since which year"
        ),
        pytest.param(
            ("Who gives six per cent in the profile?", "and ten"), "share.matching", "Kyrgyzstan", id="another figure of the same"
        ),
        pytest.param(
            (
                "Which is older, the Charter or the Shanghai Convention?",
                "by how much",
                "and the newest binding one in the profile?",
            ),
            "document.list",
            "2010",
            id="a rank among all binding ones",
        ),
        pytest.param(
            ("Which SCO text speaks of harmonising national laws?", "What else does it cover besides that?"),
            "document.content",
            "research",
            id="more of one document",
        ),
        pytest.param(("Iran: member or observer?", "So when did the change happen?"), "status.history", "2023", id="the change"),
        pytest.param(
            ("How many members has the SCO got?", "ok so who are the 4 extra"), "joined.newcomers", "Belarus", id="the new ones"
        ),
        pytest.param(
            ("Which documents did the SCO sign with the CSTO?", "The one from 2011, what is it about?"),
            "document.content",
            "2011",
            id="the one from a year",
        ),
        pytest.param(
            ("Which documents did the SCO sign with the CSTO?", "And the oldest one?"),
            "document.named",
            "2007",
            id="the oldest one",
        ),
        pytest.param(
            ("How are posts shared out among the members?", "So who ends up with most of them?"),
            "posts.most",
            "China",
            id="of them",
        ),
        pytest.param(
            ("What was Pakistan in the SCO in 2012?", "okay and now"), "country.portrait", "2017", id="an ok that goes on"
        ),
        pytest.param(
            ("Was Russia in the Shanghai Five?", "Who else was?"), "five.members", "Kazakhstan", id="the others of a group"
        ),
        pytest.param(
            ("What is Uzbekistan's share?", "and its place in the order of payers?"), "share.standing", "fourth", id="its place"
        ),
        pytest.param(
            ("What total does the profile give for the OSCE?", "Really? I thought it was 57."),
            "overlap.shared",
            "(?s)57.*56",
            id="a doubt with another figure is told of each time",
        ),
        pytest.param(("What does India pay?", "Are you sure?"), "share.of", "(?s)5.9 per cent.*prg.kz", id="a doubt"),
        pytest.param(
            ("Who pays more, China or Russia?", "You sure? I thought China pays more."),
            "share.compare",
            "^No",
            id="a doubt that compares",
        ),
        pytest.param(
            ("Which binding instruments are older than 2005?", "And the ones after that?", "How many is that altogether?"),
            "meta.count",
            "^5",
            id="two lists together",
        ),
        pytest.param(
            ("When was the memorandum with the CSTO signed?", "What else happened that year?"),
            "event.year",
            "budget was USD 4 million in 2007",
            id="that year",
        ),
        pytest.param(("How many members does the CSTO have now?", "Who left?"), "roster.changes", "Uzbekistan", id="who left it"),
        pytest.param(
            (
                "What share did Russia pay in 2012?",
                "less than Uzbekistan and Kyrgyzstan together?",
                "and by how many points is it above Kazakhstan?",
            ),
            "share.compare",
            "Russia: 24 per cent; Kazakhstan: 21 per cent. That is 3 percentage points more",
            id="still of the first",
        ),
        pytest.param(
            ("Was Kazakhstan in EurAsEC in 2012?", "Which SCO state was not?"),
            "overlap.missing",
            "China is the one",
            id="which was not",
        ),
        pytest.param(
            ("What did the SCO sign with the CSTO in 2007?", "What was it about?", "Did RATS sign something with them?"),
            "document.with",
            "June 2011",
            id="with them",
        ),
        pytest.param(("What is this organisation for?", "And when was it started?"), "sco.founded", "2001", id="of the SCO"),
        pytest.param(("Who joined last?", "and before them?"), "joined.after", "Iran became", id="who joined before"),
        pytest.param(("Who joined in 2023?", "and after that?"), "joined.after", "^Belarus", id="who joined after"),
        pytest.param(
            ("What does the SCO Charter say about arms?", "Tell me more."),
            "meta.more",
            "(?s)legally binding.*nothing more",
            id="all that is known of a document",
        ),
        pytest.param(
            ("Where does RATS sit?", "Who is its director?", "What was its permanent staff in 2004?"),
            "staff.of",
            "30",
            id="its staff",
        ),
        pytest.param(
            ("List the other official documents.", "Which of these are from 2010?", "And which is the earliest?"),
            "document.list",
            "^MoU.*2007",
            id="the earliest is not of one year",
        ),
        pytest.param(("Was Kazakhstan one of the Shanghai Five?", "tajikistan 2?"), "five.check", "^Yes", id="too, typed as 2"),
        pytest.param(("When did Belarus get observer status?", "At which summit?"), "joined.where", "Ufa", id="at which summit"),
        pytest.param(("dialogue partners 2012", "observers same year"), "status.list", "2012.*Mongolia", id="the same year"),
        pytest.param(
            ("When did Laos join?", "so thats 11 members now", "are you sure"), "status.count", "^10", id="a count doubted"
        ),
        pytest.param(
            ("What did the Shanghai Convention commit members to?", "What about the Charter, a year later?"),
            "document.content",
            "Charter of the SCO",
            id="a year later is no question of order",
        ),
        pytest.param(
            ("Is there anything between the SCO and the UN on arms?", "Which part of the UN exactly?"),
            "document.parties",
            "UN Secretariat",
            id="which part of it",
        ),
        pytest.param(("When did India join?", "Who else that day?"), "joined.that-day", "^India and Pakistan", id="who else"),
        pytest.param(
            ("When did Qatar become a dialogue partner?", "Who else that day?"), "joined.that-day", "^Egypt", id="who else as one"
        ),
        pytest.param(("Who joined last?", "anyone since?"), "joined.who", "^Nobody", id="anyone since the last"),
        pytest.param(("Who was head of RATS in 2014?", "And who is it now?"), "office.holder", "Sharsheev", id="who it is now"),
        pytest.param(
            ("Who became dialogue partners in 2015?", "When did they sign their memoranda?"),
            "status.memorandum",
            "Azerbaijan.*March 2016",
            id="their own memoranda",
        ),
        pytest.param(("Who started the Shanghai Five?", "so what was the 5 for anyway"), "five.purpose", "border", id="for what"),
        pytest.param(
            ("How big is the budget?", "And what does it go on?"), "budget.purpose", "administrative", id="goes on what"
        ),
        pytest.param(
            ("Who were the dialogue partners in 2012?", "Is Belarus still one?", "And in between, what was it?"),
            "status.history",
            "observer from 10 July 2015",
            id="in between",
        ),
        pytest.param(
            ("How many members has it got?", "so who are the 4 extra", "and the og six"),
            "status.list.six",
            "Kazakhstan",
            id="old six",
        ),
        pytest.param(
            ("Who pays 10 per cent in the old profile?", "okay and that number thirty in the text what was that about"),
            "figure.meaning",
            "staff",
            id="a figure of the text is a whole question",
        ),
        pytest.param(
            ("Who comes after Kazakhstan in the budget?", "and who is next?"),
            "share.neighbour",
            "^Kyrgyzstan",
            id="the next payer",
        ),
    ],
)
def test_a_talk(texts: tuple[str, ...], intent: str, says: str, assistant: Assistant) -> None:
    """The last question of a talk is understood by what stands before it."""
    reply = talk(assistant, texts)

    assert (reply.status, reply.intent) == (Status.ANSWERED, intent)
    assert re.search(says, reply.text)


@pytest.mark.parametrize(
    ("texts", "never"),
    [
        pytest.param(
            ("When was the joint declaration with the UN made?", "binding?", "who signed it for the UN"),
            "document.force",
            id="who signed is not whether it binds",
        ),
        pytest.param(
            ("Is Turkey a partner?", "It's in NATO as well, isn't it?"), "status.check", id="another organisation's member"
        ),
        pytest.param(
            ("How many OSCE members are in the SCO?", "Which state made the difference?", "Is that a member of the SCO?"),
            "overlap.shared",
            id="what was not found",
        ),
        pytest.param(
            ("When was the Charter adopted?", "And the MoU with the CSTO?", "are both binding?"),
            "document.list",
            id="both of two is no list of all",
        ),
        pytest.param(
            ("When did Iran join?", "Which documents are from that year?"), "document.of-topic", id="of that year alone"
        ),
        pytest.param(
            ("Which two countries pay the same?", "ok so those two together, how much of the budget?"),
            "budget.size",
            id="those two are not dropped",
        ),
        pytest.param(
            ("Who are the observers?", "Do those two pay anything?"), "share.list", id="two that it is not known of which list"
        ),
        pytest.param(
            ("So many facts in one text.", "okay and that number thirty in the text what was that about"),
            "document.count",
            id="a figure is no count of documents",
        ),
        pytest.param(
            ("What is Mongolia's status?", "Why has Mongolia stayed in it all these years?"),
            "country.portrait",
            id="why it stayed",
        ),
        pytest.param(
            ("When was the action plan adopted?", "And who put his name to it for Kabul?"), "document.with", id="a person's name"
        ),
        pytest.param(("Who joined in 2017?", "At which summit?"), "sco.where", id="no place of the SCO"),
        pytest.param(
            ("When did EurAsEC end?", "what happened to its staff", "successor organisation"), "sco.basis", id="its successor"
        ),
        pytest.param(
            ("Does Turkey have a new name at the UN?", "ok and what about belarus in 2012"), "status.un", id="not of the UN"
        ),
    ],
)
def test_a_talk_is_not_taken_too_far(texts: tuple[str, ...], never: str, assistant: Assistant) -> None:
    """What the rule of the last answer does not say is not answered by it again."""
    assert talk(assistant, texts).intent != never


def test_nobody_pays_the_same_as_a_state_without_a_share(assistant: Assistant) -> None:
    """Of a state that has no share nobody is told to have the same."""
    reply = talk(assistant, ["What did Belarus pay in 2012?", "the same?"])

    assert reply.status is Status.UNKNOWN
    assert "no share is given" in reply.text


@pytest.mark.parametrize("text", ["What happened in June 2018?", "What happened on 24 June 2018?"])
def test_nothing_on_a_day_is_not_nothing_in_its_year(text: str, assistant: Assistant) -> None:
    """A month or a day without an event says nothing of its year, to which the sources date something."""
    reply = talk(assistant, [text])

    assert reply.status is Status.UNKNOWN
    assert "2018" not in reply.text
    assert "2016" not in reply.text


@pytest.mark.parametrize(
    "text",
    [
        "For my paper on the Organization of American States I need each member's share; can you list the percentages?",
        "I am with NATO in Brussels; could you name the members?",
    ],
)
def test_a_text_about_another_organisation_is_not_answered_for_the_sco(text: str, assistant: Assistant) -> None:
    """A part of a text that asks, and names nothing, is of the organisation that the text is about."""
    assert talk(assistant, [text]).status is not Status.ANSWERED


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("Was Iran a member in early 2023?", "^No", id="before it joined"),
        pytest.param("Was Iran a member in late 2023?", "^Yes", id="after it joined"),
        pytest.param("At the beginning of 2023, was Iran a member?", "^No", id="beginning of"),
        pytest.param("Was the SCO founded in 1996 by six states?", "^No.* June 2001", id="a supposed year of founding"),
        pytest.param("Which countries started it in 1996?", "Shanghai Five were China", id="who started what in that year"),
        pytest.param(
            "What body did the SCO, CIS, CSTO and EurAsEC agree to set up?", "working group", id="of four organisations"
        ),
        pytest.param("At what level was the joint statement of 2010 made?", "Senior Administrative Officials", id="level"),
        pytest.param("Is the charter legally binding or just talk?", "^(?!No|Yes).*legally binding", id="one or the other"),
        pytest.param("Is the Charter binding or not?", "^Yes", id="or not"),
        pytest.param("Which country is the smallest payer but one in the profile?", "Kyrgyzstan", id="but one"),
        pytest.param("Who is second to last in the contributions of the profile?", "Kyrgyzstan", id="second to last"),
        pytest.param("Who comes last in the contributions by the profile?", "^Tajikistan", id="last"),
        pytest.param("Of the three biggest payers in the profile, who pays least?", "^Kazakhstan", id="least of the most"),
        pytest.param(
            "At which place does Russia stand by what it pays?", "first of the 10.*level with China", id="a place that is shared"
        ),
        pytest.param("wen was sco fonded", "June 2001", id="a slip that is nearer to one word"),
        pytest.param("What does s c o stand for?", "Shanghai Cooperation Organization", id="spelled out"),
        pytest.param("howbig is the budget", "4 million", id="joined question words"),
        pytest.param("the scos budget", "4 million", id="a possessive without its mark"),
        pytest.param("How many years was Belarus an observer?", "^8 years and 11 months", id="how long something lasted"),
        pytest.param(
            "Which documents came between the Charter and the 2008 agreement?", "(?s)2004.*2007", id="between two documents"
        ),
        pytest.param("Is Mr. Alimov the Secretary-General?", "^No", id="a title ends no sentence"),
        pytest.param("Who are the newcomers?", "(?s)India and Pakistan.*Belarus", id="all newcomers"),
        pytest.param("Who is the newcomer?", "^Belarus", id="the last one"),
        pytest.param("Which documents, binding or not, are from 2010?", "(?s)Fight against Crime.*Joint", id="of either force"),
        pytest.param(
            "How many years lie between the admission of India and Pakistan and that of Iran?",
            "^6 years",
            id="days on which several",
        ),
        pytest.param("How many states belonged to it on 8 June 2017, one day before the summit?", "^6", id="a day told twice"),
        pytest.param(
            "Between 2017 and 2023, that is after India came in but before Iran, how many members were there?",
            "^8",
            id="a time in other words",
        ),
        pytest.param(
            "As somebody who follows geopolitics: does the Charter mention arms trafficking?",
            "^Yes",
            id="who somebody is that asks",
        ),
        pytest.param("Who was Secretary-General from the 2012 Beijing summit until 2024?", "Alimov", id="a summit by its year"),
        pytest.param(
            "Where the agreement changing the shares, the one applied from January 2025, was signed?",
            "Islamabad",
            id="apposition",
        ),
        pytest.param(
            "How many members joined between the profile date and 2025?", r"^4|four", id="the profile's day as one end of a time"
        ),
        pytest.param(
            "The background note our office circulated this morning states that Iran has been a member since 2021. Before it "
            "goes to the minister, could you confirm whether that is accurate?",
            "^No",
            id="what frames a claim",
        ),
        pytest.param(
            "Hello, when the SCO does a project, who puts up the extra cash?",
            "participating members",
            id="when behind a greeting",
        ),
        pytest.param(
            "Which documents lie between the Charter and 2009?", "(?s)2004.*2007.*2008", id="between a document and a year"
        ),
        pytest.param("Does the action plan have the same legal force as the Charter?", "^No", id="the same force"),
        pytest.param(
            "Who held the post of Secretary-General between Mezentsev and Zhang Ming?",
            "(?s)Alimov.*Norov",
            id="between two holders",
        ),
        pytest.param("Whose memorandum was signed first, Armenia's or Nepal's?", "^Nepal|^Armenia", id="memoranda in order"),
        pytest.param("Did Turkey sign its memorandum as an observer?", "^No", id="a memorandum as something else"),
        pytest.param(
            "I told him I'd check: what's the Charter of 2002's aim?", "arms trafficking", id="who is told, and a year's"
        ),
        pytest.param("Is it binding?", "^[45] legally binding", id="no Yes to what is not named"),
        pytest.param("Are any documents binding?", "^Yes", id="a Yes to what is"),
        pytest.param("Did China pay more in 2012 than now?", "^Yes", id="more then than now"),
        pytest.param("Is China's share bigger or smaller now than in 2012?", "^China: 24", id="more or less is no Yes"),
        pytest.param("Whose share fell more, Kazakhstan's or Kyrgyzstan's?", "^Kazakhstan", id="which of two moved further"),
        pytest.param("Since 2012, has the SCO agreed any further convention?", "2017", id="a time at the head"),
        pytest.param("Was the SCO founded in the 90s?", "^No", id="not in that decade"),
        pytest.param("Was the SCO created in the 2000s?", "^Yes", id="in that decade"),
        pytest.param("Is the SCO from the nineties or the 2000s?", "^The SCO was founded in June 2001", id="one of two decades"),
        pytest.param("Was the SCO founded before or after 2000?", "^The SCO was founded in June 2001", id="before or after"),
        pytest.param("Did any country appear in 2012 both as an observer and as a partner?", "^No", id="two statuses at once"),
        pytest.param("So RATS isn't in Beijing, right?", "^That is right", id="a place denied"),
        pytest.param(
            "By the profile, did the other four members together pay more than China and Russia together?",
            "^Yes.*52 per cent.*48",
            id="the others together",
        ),
        pytest.param("Do all of the Shanghai Five pay more than 5 per cent?", "^Yes", id="all of the Five"),
        pytest.param("Was China in neither EurAsEC nor the OSCE?", "^Yes", id="neither"),
        pytest.param("Apart from China, was every SCO member in the OSCE in 2012?", "^Yes", id="every member but one"),
        pytest.param("Apart from Russia, was every SCO member in the OSCE in 2012?", "^No", id="every member but another"),
        pytest.param("In which organisations are all SCO members but China?", "EurAsEC and OSCE", id="where all but one are"),
        pytest.param("Does the Charter date from the year in which the SCO was founded?", "^No", id="not of that year"),
        pytest.param("Which of the dialogue partners in the profile is a member now?", "^Belarus", id="who has gained a status"),
        pytest.param(
            "Next to the Secretariat the SCO has one more permanent body. What is it called?", "RATS", id="the other body"
        ),
        pytest.param("How much of the 2012 budget came from the Shanghai Five?", "85 per cent", id="what the Five pay"),
        pytest.param(
            "Put the Charter, the agreement against illicit trafficking in weapons and the Shanghai Convention in order",
            "(?s)2001.*2002.*2008",
            id="an agreement against something",
        ),
        pytest.param("sco vs csto, how many members in 2012", "6 members and CSTO 7", id="sizes side by side"),
        pytest.param("Between 2012 and today, how many countries joined?", "^4", id="up to today"),
        pytest.param("Is Uzbekistan's share an eighth of the budget?", "^No.*12.6", id="an eighth"),
        pytest.param("Was any dialogue partner also a member of the Shanghai Five?", "^No", id="a status among the Five"),
        pytest.param("How much do the Shanghai Five pay without China?", "46.4", id="the Five without one"),
        pytest.param("Which binding instruments have terrorist in their titles?", "Anti-Terrorist", id="the stem of a title"),
        pytest.param("Which members of 2012 were neither China nor Russia?", "Uzbekistan", id="neither of two states"),
        pytest.param("Which documents of 2010 are there, binding or not?", "(?s)Crime.*Declaration", id="of any force"),
        pytest.param("Did Sri Lanka have some kind of status in 2012?", "^Yes", id="any status"),
        pytest.param("How many dollars more does Russia pay than Kazakhstan?", "120,000 apart", id="dollars apart"),
        pytest.param(
            "Which of these is not a member: Kazakhstan, Mongolia or Tajikistan?", "Mongolia is an observer", id="which is not"
        ),
        pytest.param("WHAT DOES THE CHARTER OF 2002'S TEXT SAY ON GUNS?", "arms trafficking", id="capitals after a year"),
        pytest.param(
            "Since 2012, have they agreed another convention?", "^(?!No).*Countering Extremism", id="another since then"
        ),
        pytest.param("china + russia share", "48|35.2", id="a sign for and"),
        pytest.param("who was headin the sco secretariat in 2017", "Rashid Alimov", id="an ending that is clipped"),
        pytest.param("Can you read us the names of the members in 2012?", "^(?!Yes|No).*China", id="a request is no question"),
        pytest.param("Can you read us the binding documents?", "^(?!Yes|No).*5 legally binding", id="a request for us is none"),
        pytest.param("Are Beijing and Tashkent the only seats, or are more planned?", "^(?!Yes|No)", id="seats are no posts"),
        pytest.param(
            "Was Iran already a member when Belarus became an observer?", "^No.*10 July 2015", id="when it got a status"
        ),
        pytest.param("Was Iran an observer when Belarus became an observer?", "^Yes.*10 July 2015", id="the same status"),
        pytest.param("Has anyone joined after Belarus?", "^No. Nobody", id="anyone after a state"),
        pytest.param("Did anyone join after Iran?", "^Yes. Belarus", id="anyone after another"),
        pytest.param("Was the Anti-Drug Centre agreement signed in Dushanbe?", "^(?!Yes)", id="a document, not its type"),
        pytest.param("Are India and China both members, and who joined first?", "^Yes. India", id="both, and the first"),
        pytest.param("Is any SCO member not in the UN?", "^No. All six", id="any that is not in it"),
        pytest.param("Is the 2011 protocol binding?", "^(?!No).*neither of", id="no force is given"),
        pytest.param("What happened on 16 October 2024?", "^(?!.*4 July)", id="another day of the year"),
        pytest.param("How old is the Charter?", "is dated 2002", id="how old a document is"),
        pytest.param("How old are the figures?", "^(?!The SCO was founded)", id="how old something else is"),
        pytest.param("Who were the last three to join?", "(?s)India and Pakistan.*Iran.*Belarus", id="the last three"),
        pytest.param("The last two members to join?", "(?s)^(?!.*India).*Iran.*Belarus", id="the last two"),
        pytest.param("Is Armenia in the CIS and in the SCO?", "^(?!Yes)", id="in both, or not"),
        pytest.param("Which South Asian city hosts RATS?", "Tashkent", id="a region that does not matter"),
        pytest.param("Through which statuses did Iran go before it joined?", "(?s)observer until.*member since", id="a path"),
        pytest.param("Which dialogue partners are in the EAEU?", "^Armenia", id="partners in another organisation"),
        pytest.param("Members and all below membership together, how many?", "27 states", id="all together"),
        pytest.param("There are ten members now, aren't there?", "^Yes. 10", id="a tag"),
        pytest.param("Who kept Armenia out in 2025?", "Pakistan blocked Armenia", id="kept out"),
        pytest.param("What will the draft protocol of November 2025 change?", "other currencies", id="a draft"),
        pytest.param(
            "For our embassy's map of bodies: in which city does the SCO have its Secretariat?", "Beijing", id="its own"
        ),
        pytest.param("When was the Charter adopted, and is it binding?", "(?s)2002.*Yes. .*legally binding", id="and is it"),
        pytest.param("charter: year and legal force", "(?s)2002.*legally binding", id="legal force is asked for"),
        pytest.param("What are the date and the legal force of the Charter?", "(?s)2002.*legally binding", id="two nouns asked"),
        pytest.param("Which binding text is devoted to arms trafficking?", "^Agreement on Cooperation.*2008", id="own subject"),
        pytest.param("Who has the chair from twenty twenty five to twenty six?", "Kyrgyzstan", id="figures of the next year"),
        pytest.param("Is it wrong to say that Mongolia is a member?", "^Mongolia is an observer", id="no Yes to be misread"),
        pytest.param("How do you know that Turkey is not in the SCO?", "Türkiye is a dialogue partner", id="how do you know"),
        pytest.param("Did anybody become an observer?", "(?s)^Yes.*Afghanistan.*Belarus", id="became an observer"),
        pytest.param("Did any of the observers join?", "(?s)^Yes. India", id="of the observers, who joined"),
        pytest.param("Until when had it eight members?", "until 4 July 2023", id="until when it had so many"),
        pytest.param("How many members have there been since 2016?", "4 July 2023, 9 in all", id="how many each change made"),
        pytest.param("Why was Pakistan only admitted in 2023?", "9 June 2017", id="a reason for what is not so"),
        pytest.param("Are posts allotted by the size of the population?", "^No.*financial contribution", id="another key"),
        pytest.param("Did the SCO conclude more documents with the UN or the CSTO?", "(?s)^CSTO.*UN: 1.*CSTO: 3", id="more with"),
        pytest.param("Is the UN a partner in more documents than the CSTO?", "^No", id="a partner in more"),
        pytest.param("With which other organisations has the SCO signed documents?", "^(?!.*Afghanistan)", id="a state is none"),
        pytest.param("Who pays how much into the budget?", "China: 17.6", id="who pays what"),
        pytest.param("Which summit took Laos in as a partner?", "Tianjin", id="which summit"),
        pytest.param("Can dues be paid in anything other than dollars?", "other currencies", id="other than dollars"),
    ],
)
def test_a_question(text: str, says: str, assistant: Assistant) -> None:
    """Each kind of question is read by itself."""
    reply = talk(assistant, [text])

    assert re.search(says, reply.text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I need the gross product of all SCO countries. What does it come to?", id="of what is not known"),
        pytest.param("Does ASEAN have a treaty on small arms?", id="what another organisation has itself"),
        pytest.param("Which happened earlier, the accession of India or the flood in Ufa?", id="a choice is no list"),
        pytest.param("After India came but before Iran, how many members were there?", id="a time that is not understood"),
        pytest.param("Who headed the CSTO when it signed the protocol of 2011?", id="who led another organisation"),
        pytest.param("What memorandum is there between the SCO and ASEAN?", id="what the SCO and another have between them"),
        pytest.param("Does the 2008 agreement require weapons to be marked at manufacture?", id="marking"),
        pytest.param("Who were the two people who signed the 2007 memorandum with the CSTO?", id="persons who signed"),
        pytest.param("What is the Chinese name of the 2008 agreement?", id="a title in another language"),
        pytest.param("Which city hosts the 2027 summit of the SCO?", id="a summit after the next"),
        pytest.param("Who held two offices in one year?", id="offices that are no bodies"),
        pytest.param("Was the Charter signed on the same day as the Convention?", id="small words that mean something together"),
        pytest.param("Who initialled the protocol of June 2011 for the CSTO?", id="for whom somebody signed"),
        pytest.param("Who signed the action plan of 2009 on the Afghan side?", id="on whose side"),
        pytest.param("Which person signed the declaration with the UN?", id="which person"),
        pytest.param("Who picks the director of RATS?", id="who chooses"),
        pytest.param("When was the CSTO's founding treaty signed?", id="a type that only the SCO's own documents have"),
        pytest.param("How many documents were signed at the Tianjin summit?", id="a selection is not counted"),
        pytest.param("Until which year does the action plan of 2009 run?", id="until which year"),
        pytest.param(
            "What did the ministry say about the claim that India blocked Azerbaijan?", id="what was said about a claim"
        ),
        pytest.param("What came after the three-way memorandum of 2018?", id="after a later document"),
        pytest.param("Why did Pakistan join in 2017?", id="a reason that no source gives"),
        pytest.param("Why did India block Azerbaijan?", id="a reason for what is reported"),
        pytest.param("In what year did Sri Lanka get its status?", id="a beginning that no source gives"),
        pytest.param("How are the members' shares calculated?", id="a formula"),
        pytest.param("What did the programme against terrorism for 2016-2018 say?", id="a programme of other years"),
        pytest.param("Pakistan in 2019: how much of the budget did it pay?", id="a year in a clause of its own"),
        pytest.param("By what day must members pay their shares?", id="a day to pay by"),
        pytest.param("<script>document.write('sco')</script>", id="what is no text"),
    ],
)
def test_no_answer_to(text: str, assistant: Assistant) -> None:
    """What the sources do not say, or what is not understood as a whole, is not answered in part."""
    assert talk(assistant, [text]).status is not Status.ANSWERED


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        pytest.param(("Why isn't China in the OSCE?", "Who of the SCO was in it in 2012?"), "Kazakhstan", id="of the other one"),
        pytest.param(
            ("Full name of the crime agreement of 2010?", "and of the 2008 one"), "Weapons, Ammunition", id="of another year"
        ),
        pytest.param(
            ("What has Uzbekistan paid since 2025?", "And in the 2012 profile?"), "15 per cent", id="since then, and before"
        ),
        pytest.param(
            ("How many binding instruments does the profile list?", "And other documents?", "So in total?"),
            "^9 documents|^9 ",
            id="two lists in total",
        ),
        pytest.param(
            ("How many people work at the Secretariat and RATS?", "So how many in total?"), "^60", id="a total of figures"
        ),
        pytest.param(("When did Laos become a partner?", "And where?"), "Tianjin", id="where it joined"),
        pytest.param(("Who were the members in 2012?", "So who got added?"), "Belarus", id="who has been added since"),
        pytest.param(("What was the Shanghai Five?", "Uzbekistan was there?"), "^No", id="there, told and asked"),
        pytest.param(
            ("Which observers of 2012 have become members?", "And which two did not?"),
            "Afghanistan and Mongolia",
            id="who did not",
        ),
        pytest.param(("Who signed the joint statement of 2010?", "How many is that?"), "^4", id="how many a statement names"),
        pytest.param(("Are any PoA programmes listed?", "What about activities?"), "2001", id="another heading of the profile"),
        pytest.param(
            ("Who joined in 2017?", "At which summit?"), "(?s)India.*Astana.*Pakistan.*Astana", id="where all of them joined"
        ),
        pytest.param(("When did Iran join?", "Who else came in that day?"), "No other country", id="nobody else that day"),
        pytest.param(("When did Iran join?", "Did anybody else join on that day?"), "^No", id="whether anybody else did"),
        pytest.param(("When did India join?", "Same day as Belarus?"), "^(?!Yes)(?!On the same)", id="another day"),
        pytest.param(("When did India join?", "And Pakistan the same day?"), "Pakistan has been a member", id="the same day"),
        pytest.param(("When did Iran join?", "How many members did that make?"), "^9", id="how many that made"),
        pytest.param(("Who joined last?", "How many members after that?"), "^10", id="how many after that"),
        pytest.param(("Who joined in 2017?", "Did anyone become an observer there?"), "^Yes[^:]*\n.*Afghanistan", id="anyone"),
        pytest.param(("Since when had it eight members?", "And until when?"), "until 4 July 2023", id="the number is kept"),
        pytest.param(
            ("Which SCO members are in the CIS now?", "Which one was added since the profile?"), "Belarus", id="added since"
        ),
        pytest.param(
            ("How many OSCE states were in the SCO in 2012?", "Which member was the odd one out?"),
            "China is the one",
            id="odd one",
        ),
        pytest.param(
            ("Which binding instruments are there?", "The first one?", "Which of those has crime in its title?"),
            "^Agreement .*Fight against Crime",
            id="of the list, not of its first",
        ),
        pytest.param(
            ("What does each member pay?", "When was the protocol signed?"), "16 October 2024", id="the protocol of shares"
        ),
        pytest.param(("Who pays what?", "India and Iran together?"), "11.7", id="a sum after a list"),
        pytest.param(
            ("What did RATS and the CIS Anti-Terrorism Center sign in 2018?", "Where?"), "Moscow", id="of what was told"
        ),
        pytest.param(
            ("How many states are below membership?", "Which of them is the newest?"), "Laos", id="of those below membership"
        ),
        pytest.param(("When did Nepal become a partner?", "Where was the memorandum signed?"), "Beijing", id="its memorandum"),
        pytest.param(("Who is the Secretary-General?", "And the previous one?"), "^Zhang Ming", id="the previous one"),
        pytest.param(("How many SCO partners were counted?", "And together with the members?"), "27", id="and together with"),
        pytest.param(
            ("Which state joined the OSCE last?", "Is that one in the SCO?"),
            "Mongolia is an observer",
            id="a state that was told",
        ),
    ],
)
def test_a_follow_up(texts: Sequence[str], says: str, assistant: Assistant) -> None:
    """What a follow-up leaves out comes from the talk, and no more than that."""
    reply = talk(assistant, texts)

    assert re.search(says, reply.text)


OBSERVERS_OF_2012 = (
    "Which observers did the profile of 2012 name?",
    "Which of those are full members now?",
    "And the ones left over?",
)


@pytest.mark.parametrize(
    ("texts", "intent", "says"),
    [
        pytest.param(OBSERVERS_OF_2012, "status.transition.rest", "Afghanistan and Mongolia", id="those left of a list"),
        pytest.param(
            (*OBSERVERS_OF_2012, "Does the first of these two still take part in practice?"),
            "since.afghanistan",
            "Taliban",
            id="the first of two that are counted",
        ),
        pytest.param(
            ("how many countries are in the sco", "which of them joined after 2012", "who was last", "when"),
            "joined.when",
            "^Belarus",
            id="those counted are members",
        ),
        pytest.param(
            ("who became observer by 2012?", "which of them became members?", "when did the last of them join"),
            "joined.when",
            "^Iran",
            id="the last by its day, not by the list",
        ),
        pytest.param(
            ("who was Secretary-General before Norov", "was he Russian?"), "office.origin", "^No. Rashid Alimov", id="his state"
        ),
        pytest.param(("who was Secretary-General in 2023?", "was he in Russia?"), None, "do not say", id="where he was"),
        pytest.param(("who is the Secretary-General?", "is he older than Norov?"), None, "do not say", id="his age"),
        pytest.param(("who is the Secretary-General?", "where does he sit"), "office.where", "Beijing", id="where he sits"),
        pytest.param(
            ("who joined in 2017?", "where?", "and in 2023?"), "joined.where", "^Iran", id="those who came in another year"
        ),
        pytest.param(
            ("what does China pay?", "was it always so much?"), "changed.share.always", "^No. China: 24", id="a share, always"
        ),
        pytest.param(
            ("what does Tajikistan pay?", "was it always that much?"),
            "changed.share.always",
            "^Tajikistan",
            id="no Yes to always",
        ),
        pytest.param(
            ("what is the budget?", "has that changed?"), "since.budget.changed", "later total", id="the budget's trend"
        ),
        pytest.param(("who is in the CSTO?", "is Armenia still in?"), "roster.member", "frozen", id="still in that organisation"),
        pytest.param(("who is in the EAEU?", "where is its headquarters?"), None, "do not say", id="the seat of another"),
        pytest.param(("who is in the EAEU?", "does it have a secretariat?"), None, "do not say", id="a body of another"),
        pytest.param(
            ("who is in the EAEU?", "who is its secretary general?", "where is it based?"), None, "do not say", id="still of it"
        ),
        pytest.param(
            ("Which city is to host the next summit?", "when?"), "summit.next", "Bishkek in 2026", id="the meeting's time"
        ),
        pytest.param(
            ("uzbekistan's share in the profile?", "kyrgyzstan?", "both together vs kazakhstan"),
            "share.compare",
            "^Kyrgyzstan and Uzbekistan: 25",
            id="both against a third",
        ),
        pytest.param(("who pays most?", "how much together"), "share.sum", "35.2", id="those found, together"),
        pytest.param(
            ("who pays most?", "how much together", "and the two least"), "share.most", "^Iran", id="two others, by rank"
        ),
        pytest.param(
            ("Who is in the CIS?", "who is leaving it?", "how many remain?"), "cis.moldova.out", "would be 8", id="those left"
        ),
        pytest.param(("who pays more than Kazakhstan", "and less?"), "share.matching", "^Less than 15.2", id="and less"),
        pytest.param(("how much does Russia pay?", "who rose"), "changed.share", "went that way", id="who moved"),
        pytest.param(("what about Mongolia", "so it's not a member"), "status.check", "^That is right", id="stated, to hear it"),
        pytest.param(
            ("treaties about drugs?", "when?", "and terrorism?"), "document.when", "2001", id="another topic, other documents"
        ),
        pytest.param(("Where was the agreement of 2008 signed?", "Day?"), "document.when", "28 August 2008", id="its day"),
        pytest.param(("which countries are partners", "and last"), None, "What do you mean", id="last in no order"),
        pytest.param(("when was the SCO founded", "where"), None, "", id="Shanghai in a name is no place"),
        pytest.param(
            ("does Pakistan pay as much as India?", "and Iran"),
            "share.compare",
            "Pakistan: 5.9.*Iran: 5.8",
            id="another beside it",
        ),
        pytest.param(
            ("who pays just above Uzbekistan?", "and above them?"), "share.neighbour", "^China", id="who is above those"
        ),
        pytest.param(
            ("which documents are binding", "and the others?"), "document.list", "^4 other", id="those of the other list"
        ),
        pytest.param(
            ("the RATS database agreement", "is it the only one about terrorism?", "name the others"),
            None,
            "",
            id="others unknown",
        ),
        pytest.param(("what about Nepal?", "not a member?"), "status.check", "^That is right", id="denied of one state"),
        pytest.param(("where is the Anti-Drug Centre?", "who's the director?"), None, "do not say", id="whose director"),
        pytest.param(("is Iran a member?", "at what meeting", "who hosted that"), None, "", id="no seat of a meeting"),
        pytest.param(
            ("when did Iran join?", "and Belarus", "who's the oldest member then"),
            None,
            "do not say",
            id="oldest of all, not of two",
        ),
        pytest.param(
            ("list the documents of 2010", "which is with the UN?", "date"), "document.when", "UN Secretariat", id="the one found"
        ),
        pytest.param(("who is Norov?", "is he Chinese?", "still there?"), "office.person", "^Vladimir Norov", id="still of him"),
        pytest.param(("who is Norov?", "till when", "then who"), "office.person", "^Zhang Ming", id="who came then"),
        pytest.param(
            ("does Tajikistan pay 10 per cent?", "then who"), "share.matching", "Kyrgyzstan", id="whoever it is so of, then"
        ),
        pytest.param(
            ("when was the Islamabad protocol signed", "where?"), "share.protocol", "Islamabad", id="the city in a name"
        ),
        pytest.param(
            ("how many CSTO members are in the SCO?", "who's in both"), "overlap.members", "^Belarus", id="in both organisations"
        ),
        pytest.param(
            ("what does the Charter say about arms", "and the Convention", "and the others", "which is newest"),
            None,
            "",
            id="no type that none of them has",
        ),
        pytest.param(("Is that a treaty?",), None, "What do you mean|do not say", id="no document before it"),
    ],
)
def test_what_a_chat_leaves_out(assistant: Assistant, texts: Sequence[str], intent: str | None, says: str) -> None:
    """A follow-up is of what the talk is about, of its time and its list, and of nothing else; else it is not answered."""
    reply = talk(assistant, texts)
    assert reply.intent == intent, reply.text
    assert re.search(says, reply.text)
