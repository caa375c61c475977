"""A guide that was planned whole: its ways, its gaps, mended names, and what it is about."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from pipeline import llm
from pipeline.assembly import ways_together
from pipeline.guide import Answered, Confidence, Gap, Guide, Level, MendedName, NamedChoice, Prerequisite, Step
from pipeline.options import GuideOptions
from pipeline.run import make_guide
from pipeline.tools import Tools
from tests.loopback.model_answers import Asked
from tests.loopback.model_sending import Fault
from tests.loopback.model_server import ModelServer

SAID = (
    "In this video I show how you get a copy of your project from the nebulous console.",
    "You need an account.",
    "First open the nebulous console and click Projects.",
    "Now there are two ways to get the copy, SSH or the web page.",
    "With SSH you need a key, and you run nebulous clone and then the address that you see here.",
    "Or on the web page you click Download.",
    "At the end, unpack the archive.",
    "If you are on Windows, also tick Long paths.",
)
TRANSCRIPT = "\n".join(f"[{n // 60:02}:{n % 60:02}] {text}" for n, text in enumerate(SAID)).encode()
OUTLINE: dict[str, Any] = {
    "no_procedure": None,
    "names": ["Nebius ← nebulous", "Acme Remote ← account"],
    "steps": [
        "Open your project in Nebius | 3",
        "Clone with SSH | 4-5 | way: SSH",
        "Download from the web page | 6 | way: Web page",
        "Unpack the archive | 7 | when: if the shares of Wonka are 4711",
        "Tick Long paths | 8 | when: if you are on Windows | optional",
    ],
    "title": "Get a copy of your project from Nebius",
    "about": "You get a copy of your project. Acme 9000 pays for all of it.",
    "audience": None,
    "choices": [
        {"title": "Get the copy", "ways": ["ssh", "Web page"], "advice": "SSH needs a key.", "utterances": "5"},
        {
            "title": "Choose the price of Acme 9000",
            "ways": ["SSH", "Web page"],
            "advice": "Acme 9000 is the cheapest.",
            "utterances": "5",
        },
        {"title": "Open the project", "ways": ["SSH", "Fax"], "advice": None, "utterances": ""},
    ],
    "prerequisites": [
        *("An account | 2", "A key | 5 | way: ssh", "A licence of Acme 9000 | 2"),
        *("For the copy:", "Your project | 1", "For the console:", "Your project | 3"),
    ],
    "not_said": [
        {"text": "Where the archive is saved.", "utterances": "7"},
        {"text": "The price of Acme 9000.", "utterances": "7"},
    ],
    "questions": [
        {"question": "Is there more than one way?", "answer": "Yes, SSH or the web page.", "utterances": "4"},
        {"question": "What does it cost?", "answer": "Acme 9000 costs 4711 euros.", "utterances": "4"},
        {"question": "Is it safe?", "answer": "", "utterances": "4"},
        {"question": "Who says so?", "answer": "Nobody is named.", "utterances": ""},
    ],
}


OF_TWO_GROUPS = (
    Prerequisite("Your project", ("u1",), group="For the copy"),
    Prerequisite("Your project", ("u3",), group="For the console"),
)


def step(title: str, instruction: str, number: int, missing: str | None = None) -> dict[str, Any]:
    action = {"instruction": instruction, "code": None, "expected": None, "utterances": str(number)}
    gaps = [f"{missing} | {number}"] if missing else []
    return {"title": title, "goal": None, "actions": [action], "cautions": [], "missing": gaps, "mended": []}


STEPS = {
    1: step("Open your project in Nebius", "Open the Nebius console and click Projects.", 3),
    2: step("Clone with SSH", "Run nebius clone and the address.", 5, "The address was shown, not said."),
    3: step("Download from the web page", "Click Download.", 6, "The Acme 9000 button."),
    4: step("Unpack the archive", "Unpack the archive.", 7),
    5: step("Tick Long paths", "If you are on Windows, tick Long paths.", 8),
}


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with ModelServer() as server:
        server.answers(OUTLINE, kind="outline")
        for number, answer in STEPS.items():
            server.answers(answer, kind="step", step=number)
        yield server


async def made(server: ModelServer) -> Guide:
    client = llm.Client(server.settings())
    try:
        return await make_guide(TRANSCRIPT, "copy.txt", GuideOptions(), Tools(model=client))
    finally:
        await client.aclose()


@pytest.fixture
async def guide(server: ModelServer) -> Guide:
    return await made(server)


def test_ways_are_options_and_the_rest_belongs_to_all(guide: Guide) -> None:
    assert guide.ways == ("SSH", "Web page")
    assert [s.way for s in guide.steps] == [None, "SSH", "Web page", None, None]
    assert guide.prerequisites == (
        Prerequisite("An account", ("u2",)),
        Prerequisite("A key", ("u5",), "SSH"),
        *OF_TWO_GROUPS,
    )


def test_a_choice_is_called_what_its_ways_lead_to(guide: Guide) -> None:
    assert guide.choices == (NamedChoice("Get the copy", ("SSH", "Web page"), "SSH needs a key.", ("u5",)),)


@pytest.mark.parametrize(
    ("advice", "kept"),
    [
        ("SSH needs a key; the archive of the Nebius console comes from the web page.", True),
        ("SSH needs a key and Acme 9000.", False),
    ],
)
async def test_advice_may_name_what_was_said_anywhere(server: ModelServer, advice: str, kept: bool) -> None:
    choice = {"title": "Get the copy", "ways": ["SSH", "Web page"], "advice": advice, "utterances": "5"}
    server.answers({**OUTLINE, "choices": [choice]}, kind="outline")
    guide = await made(server)

    assert [named.advice for named in guide.choices] == [advice if kept else None]


async def test_options_that_may_be_used_together_are_planned_as_such(server: ModelServer) -> None:
    choice = {"title": "Get the copy", "ways": ["SSH", "Web page"], "several": True}
    choice |= {"advice": "SSH needs a key.", "utterances": "5"}
    server.answers({**OUTLINE, "choices": [choice]}, kind="outline")
    guide = await made(server)

    assert [named.several for named in guide.choices] == [True]
    (asked,) = server.of("revise")
    assert "THE CHOICE “Get the copy”: SSH, Web page (a reader may use several of them)" in asked.asked.user


async def test_long_advice_ends_with_a_sentence(server: ModelServer) -> None:
    said = "SSH needs a key, and the archive of the Nebius console comes from the web page. "
    choice = {"title": "Get the copy", "ways": ["SSH", "Web page"], "advice": said * 20, "utterances": "5"}
    server.answers({**OUTLINE, "choices": [choice]}, kind="outline")
    guide = await made(server)

    (named,) = guide.choices
    assert named.advice == (said * 8).strip()


async def test_what_some_of_the_ways_share_is_a_step_of_each(server: ModelServer) -> None:
    shared = {"title": "Open your project in Nebius", "utterances": "3"}
    ways = [{**shared, "way": "SSH"}, {**shared, "way": "Web page"}, {**shared, "way": "SSH"}]
    server.answers({**OUTLINE, "steps": ways}, kind="outline")
    for number in (1, 2):
        server.answers(STEPS[1], kind="step", step=number)
    guide = await made(server)

    assert [(s.way, [a.instruction for a in s.actions]) for s in guide.steps] == [
        ("SSH", ["Open the Nebius console and click Projects."]),
        ("Web page", ["Open the Nebius console and click Projects."]),
    ]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Have at hand:\n- an account\n- the console", "Have at hand:\n- an account\n- the console"),
        ("Open the **Nebius console**.", "Open the **Nebius console**."),
        ("Have at hand:\n- an <b>account</b>\n- the console", "Have at hand:\n- an account\n- the console"),
    ],
)
async def test_lists_and_labels_in_a_line_are_kept_if_all_of_it_holds(
    server: ModelServer, written: str, kept: str
) -> None:
    server.answers({**STEPS[1], "actions": [{**STEPS[1]["actions"][0], "instruction": written}]}, kind="step", step=1)
    guide = await made(server)

    assert guide.steps[0].actions[0].instruction == kept
    compared = "\n".join(request.asked.user for request in server.of("judge"))
    assert ": Have at hand: an " in compared or ": Open the Nebius console" in compared
    assert "**" not in compared


async def test_words_that_a_step_mends_are_listed_if_they_were_heard_and_sound_like_it(server: ModelServer) -> None:
    opened = step("Open your project in Nebius", "Open the Nebius consoles and click Projects.", 3)
    mended = [
        {"heard": "console", "written": "consoles"},
        {"heard": "projects", "written": "a stranger's"},
        {"heard": "never said", "written": "Projects"},
        {"heard": "click", "written": "clique"},
    ]
    server.answers({**opened, "mended": mended}, kind="step", step=1)
    guide = await made(server)

    assert [(name.heard, name.written) for name in guide.names] == [
        (("nebulous",), "Nebius"),
        (("console",), "consoles"),
    ]


def test_conditions_that_were_said_stand_at_their_step(guide: Guide) -> None:
    assert [(s.optional, s.when) for s in guide.steps[3:]] == [(False, None), (True, "if you are on Windows")]


async def test_a_long_sentence_of_what_it_is_about_does_not_break_off(server: ModelServer) -> None:
    about = f"You get a copy of your project{' and a copy of your project' * 15}. You open your project."
    server.answers({**OUTLINE, "about": about}, kind="outline")
    guide = await made(server)

    assert guide.about == about


def test_what_it_is_about_is_kept_as_far_as_it_was_said(guide: Guide) -> None:
    assert guide.about == "You get a copy of your project."


@pytest.mark.parametrize("compared", [True, False])
async def test_other_words_than_the_speakers_stand_once_they_were_compared(server: ModelServer, compared: bool) -> None:
    report = "This report leaves out technical background."
    server.answers({**OUTLINE, "about": report}, kind="outline")
    if not compared:
        server.answers({"differing": "none"}, kind="judge")
    guide = await made(server)

    assert guide.about == (report if compared else None)


def test_what_is_missing_is_said_to_be_missing(guide: Guide) -> None:
    assert guide.steps[1].missing == (Gap("The address was shown, not said.", ("u5",)),)
    assert guide.steps[2].missing == ()
    assert guide.not_said == (Gap("Where the archive is saved.", ("u7",)),)
    assert {"u2", "u5", "u7"} <= {source.id for source in guide.sources}


def test_questions_are_answered_as_far_as_that_was_said(guide: Guide) -> None:
    assert guide.questions == (Answered("Is there more than one way?", "Yes, SSH or the web page.", ("u4",)),)
    assert guide.source("u4").quote == SAID[3]


def test_a_mended_name_is_no_finding_and_is_listed_once(guide: Guide) -> None:
    assert guide.steps[0].actions[0].instruction == "Open the Nebius console and click Projects."
    assert guide.steps[0].actions[0].findings == ()
    assert guide.names == (MendedName("Nebius", ("nebulous",)),)


def test_a_quote_stays_as_it_was_heard(guide: Guide) -> None:
    assert "nebulous console" in guide.source("u3").quote


async def test_each_writer_knows_the_names_and_the_whole_plan(server: ModelServer, guide: Guide) -> None:
    asked = [request.asked.user for request in server.of("step")]

    assert len(asked) == 5
    for user in asked:
        assert "- Nebius ← nebulous" in user
        assert "Acme" not in user
        for line in (
            "1. Open your project in Nebius [3]",
            "2. Clone with SSH (way: SSH) [4-5]",
            "5. Tick Long paths (condition: if you are on Windows) (optional) [8]",
        ):
            assert f"\n{line}\n" in user
    assert guide.making.usage.calls == 14, (
        "the outline, each step, a comparison of each and of the first page, and two readings of the whole"
    )


async def test_what_the_model_finds_wrong_on_the_first_page_is_left_out(server: ModelServer) -> None:
    wrong = {
        "Get a copy of your project from Nebius": "“Get” is wrong.",
        "You get a copy of your project.": "Nobody gets one.",
        "An account": "No account is needed.",
        "if you are on Windows": "Always.",
    }

    def differing(asked: Asked) -> dict[str, Any]:
        lines = re.findall(r"^LINE (\d+) \([^)]*\), from [\d, -]+: (.*)$", asked.user, re.M)
        return {"differing": [{"line": int(n), "differs": wrong[text]} for n, text in lines if text in wrong]}

    server.answers(differing, kind="judge")
    guide = await made(server)

    assert guide.title == "Unpack the archive", "the guide is called after one of its steps"
    assert guide.about is None
    assert guide.prerequisites == (Prerequisite("A key", ("u5",), "SSH"), *OF_TWO_GROUPS)
    assert [(s.optional, s.when) for s in guide.steps[3:]] == [(False, None), (True, None)]


async def test_of_advice_only_the_sentence_goes_that_the_model_finds_wrong(server: ModelServer) -> None:
    wrong, right = "SSH is for copies of the project.", "With SSH you need a key."
    choice = {"title": "Get the copy", "ways": ["SSH", "Web page"], "advice": f"{wrong} {right}", "utterances": "5"}
    server.answers({**OUTLINE, "choices": [choice]}, kind="outline")

    def differing(asked: Asked) -> dict[str, Any]:
        lines = re.findall(r"^LINE (\d+) \([^)]*\), from [\d, -]+: (.*)$", asked.user, re.M)
        return {"differing": [{"line": int(n), "differs": "Nobody said so."} for n, text in lines if text == wrong]}

    server.answers(differing, kind="judge")

    (named,) = (await made(server)).choices
    assert named.advice == right


async def test_what_the_file_is_called_counts_as_said_of_the_guide(server: ModelServer) -> None:
    client = llm.Client(server.settings())
    try:
        await make_guide(TRANSCRIPT, "nebius-project-copy.txt", GuideOptions(), Tools(model=client))
    finally:
        await client.aclose()

    compared = [request.asked.user for request in server.of("judge")]
    (first_page,) = (user for user in compared if "(title of the guide)" in user)
    assert re.search(r"^The file.s name: Nebius project \(this counts as said\)$", first_page, re.M)
    assert [user for user in compared if "counts as said" in user] == [first_page]


def test_it_is_kept_and_read_again_with_all_of_that(guide: Guide) -> None:
    assert Guide.from_json(guide.to_json()) == guide


async def test_a_way_is_one_way_whatever_its_name_and_mended_names_may_stand_in_titles(server: ModelServer) -> None:
    outline = {**OUTLINE, "names": [{"right": "click_projects", "heard": ["click Projects"]}]}
    outline["steps"] = [
        {"title": "Use click_projects", "utterances": "3", "way": "click_projects method"},
        {"title": "Use SSH", "utterances": "5", "way": "click_projects method"},
        {"title": "Use the page", "utterances": "6", "way": "buy_4711 method"},
        {"title": "Click Download", "utterances": "6-7", "way": "buy_4711 method"},
    ]
    server.answers(outline, kind="outline")
    guide = await made(server)

    assert guide.ways == ("click_projects method", "Use the page")
    assert "THE STEP TO WRITE: 1. Use click_projects" in "".join(r.asked.user for r in server.of("step", 1))


def test_steps_of_one_way_stand_together_and_common_ones_where_they_are() -> None:
    def step(name: str, way: str | None) -> Step:
        return Step(0, name, (), Confidence(Level.HIGH, ""), way=way)

    steps = [step("a", None), step("b", "x"), step("c", "y"), step("d", "x"), step("e", None), step("f", "y")]

    assert [s.title for s in ways_together(steps)] == ["a", "b", "d", "c", "e", "f"]


@pytest.mark.parametrize("revision", [True, False])
async def test_the_whole_guide_is_read_once_and_its_edits_are_made(server: ModelServer, revision: bool) -> None:
    server.answers({"drop": "2", "edits": []}, kind="revise")
    client = llm.Client(server.settings(revision=revision))
    try:
        guide = await make_guide(TRANSCRIPT, "copy.txt", GuideOptions(), Tools(model=client))
    finally:
        await client.aclose()

    asked = [request.asked.user for request in server.of("revise")]
    assert len(asked) == revision
    whole = await make_guide_without_edits(server)
    assert len(whole.prerequisites) - len(guide.prerequisites) == revision
    if revision:
        assert "LINE 1 (about the guide): " in asked[0]
        assert "LINE 2 (needed first" in asked[0]
        assert "\n[3] " in asked[0], "what was said"
        assert "- Nebius ← nebulous" in asked[0]


@pytest.mark.parametrize("left", ["revise", "walkthrough"])
async def test_of_two_readers_one_is_enough(server: ModelServer, left: str) -> None:
    (lost,) = {"revise", "walkthrough"} - {left}
    server.answers({"drop": "2", "edits": []}, kind=left)
    server.fails(Fault.REFUSAL, kind=lost, times=None)
    guide = await made(server)

    assert len((await make_guide_without_edits(server)).prerequisites) - len(guide.prerequisites) == 1
    assert len(server.of(left)) == 1


async def make_guide_without_edits(server: ModelServer) -> Guide:
    client = llm.Client(server.settings(revision=False))
    try:
        return await make_guide(TRANSCRIPT, "copy.txt", GuideOptions(), Tools(model=client))
    finally:
        await client.aclose()
