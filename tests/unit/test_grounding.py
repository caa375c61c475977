"""A draft becomes a step: checked, repaired once, settled, and rated by counts that a reader can check."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.errors import ModelBusy
from pipeline.grounding import clean_title, explain, ground, supported
from pipeline.guide import CautionKind, FindingKind, Level, MendedName, WriterKind
from pipeline.knowledge.passages import Passage
from pipeline.options import GuideOptions
from pipeline.outline import PlannedStep
from pipeline.writing import Draft, DraftAction, DraftCaution
from tests.unit.drafted_steps import GOOD, SAID, WRONG, Mender, request


async def test_a_sound_draft_is_a_step_of_high_confidence():
    writer = Mender()
    step = await ground(request(), GOOD, writer)
    assert writer.told == []
    assert [action.citations for action in step.actions] == [("u1", "u2"), ("u4",)]
    assert not [finding for action in step.actions for finding in action.findings]
    assert step.confidence.level is Level.HIGH
    assert step.confidence.reason == "2 of 2 instructions backed by a source; 2 of 2 exact values found in the sources"
    assert step.cautions[0].before == 2
    assert step.writer is WriterKind.MODEL


async def test_a_sound_step_without_a_model_is_of_medium_confidence():
    step = await ground(request(), GOOD, Mender(kind=WriterKind.EXTRACTIVE))
    assert step.confidence.level is Level.MEDIUM


async def test_a_fact_in_the_neighbouring_utterance_is_cited_too():
    draft = Draft("Create a token", (DraftAction("Click “New token” on the settings page and name it Backup.", (2,)),))
    step = await ground(request(), draft, Mender())
    assert step.actions[0].citations == ("u2", "u3")
    assert step.confidence.level is Level.HIGH


async def test_a_file_that_the_step_names_further_away_is_cited_too():
    said = ("Open the file dot env.", "Wait a moment.", "Look at it.", "Then go on.", "Paste the key there.")
    draft = Draft("Set the key", (DraftAction("Paste the key into `.env`.", (5,)),))
    writer = Mender()

    step = await ground(request(said=said), draft, writer)

    assert writer.told == []
    assert step.actions[0].citations == ("u5", "u1")
    assert step.actions[0].findings == ()


async def test_a_number_further_away_is_not_evidence():
    draft = Draft("Create a token", (DraftAction("Click New token 8443 times on the page.", (1,)),))
    step = await ground(request(), draft, Mender([draft]))
    assert step.actions[0].findings


@pytest.mark.parametrize(
    ("said", "line", "marked"),
    [
        ("Open the settings or the profile.", "Open one of the two pages: the settings or the profile.", False),
        ("Open the settings or the profile.", "Open one of the nine pages: the settings or the profile.", True),
        ("Open the settings or the profile.", "Open the settings or the profile for two minutes.", True),
        ("Open the settings or the profile three times.", "Open the settings or the profile two times.", True),
    ],
)
async def test_what_was_named_may_be_counted(said: str, line: str, marked: bool):
    draft = Draft("Open a page", (DraftAction(line, (1,)),))

    step = await ground(request(said=(said,)), draft, Mender([draft]))

    assert bool(step.actions[0].findings) is marked


async def test_an_uncited_line_gets_the_utterance_that_it_plainly_rests_on():
    draft = Draft("Create a token", (DraftAction("Set the port to 8443.", ()), DraftAction("Call the police.", ())))
    step = await ground(request(), draft, Mender([draft]))
    assert [(action.instruction, action.citations) for action in step.actions] == [("Set the port to 8443.", ("u4",))]


async def test_a_name_is_respelled_after_the_glossary_and_marked_so():
    draft = Draft("Create a token", (DraftAction("List the pods.", (5,), code="kubectl get pods"),))
    step = await ground(request(glossary=("kubectl",)), draft, Mender())
    assert step.actions[0].code == "kubectl get pods"
    (finding,) = step.actions[0].findings
    assert finding.kind is FindingKind.RESPELLED
    assert "the glossary" in finding.message
    assert "1 name respelled" in step.confidence.reason
    step = await ground(request(), draft, Mender([draft]))
    assert step.actions[0].code is None


async def test_a_misheard_name_is_spelt_after_a_reference_which_is_cited():
    said = ("Open cloud flair and sign in.",)
    ask = replace(request(said=said), passages=(Passage("p1", "r1", "Start", "Sign in to Cloudflare first."),))
    draft = Draft("Sign in", (DraftAction("Open the Kloudflair dashboard and sign in.", (1,)),))
    marked = await ground(ask, draft, Mender([draft]))
    assert marked.actions[0].findings[0].kind is FindingKind.UNSUPPORTED
    right = replace(draft, actions=(DraftAction("Open the Cloudflare dashboard and sign in.", (1,)),))
    step = await ground(
        replace(ask, transcript=request(said=("Open clout flare and sign in.",)).transcript), right, Mender()
    )
    assert step.actions[0].findings == ()
    assert step.actions[0].citations == ("u1", "p1")
    assert "1 name respelled" in step.confidence.reason


async def test_a_value_that_was_taken_back_is_unclear():
    said = ("Open port 8080.", "No wait, sorry, it's port eight thousand four hundred forty three.", "Save it.")
    for text, expected in (("Open port 8080.", [FindingKind.UNCLEAR]), ("Open port 8443.", [])):
        draft = Draft("Open the port", (DraftAction(text, (1, 2)),))
        step = await ground(request(said=said), draft, Mender([draft]))
        assert [finding.kind for finding in step.actions[0].findings] == expected


@pytest.mark.parametrize(
    ("language", "said", "line"),
    [
        (
            "es",
            ("Ponga la rueda en el 8.", "Perdón, quería decir en el 6.", "Guarde los cambios."),
            "Ponga la rueda en el 8.",
        ),
        ("fr", ("Mettez la molette sur 8.", "Non, attendez, sur 6.", "Enregistrez."), "Mettez la molette sur 8."),
    ],
)
async def test_a_value_is_taken_back_in_other_languages_too(language: str, said: tuple[str, ...], line: str):
    asked = request(said=said)
    asked = replace(asked, transcript=replace(asked.transcript, language=language))
    draft = Draft("8", (DraftAction(line, (1, 2)),))
    step = await ground(asked, draft, Mender([draft]))
    assert FindingKind.UNCLEAR in [finding.kind for finding in step.actions[0].findings]


@pytest.mark.parametrize(
    ("language", "said", "line"),
    [
        ("de", "Lösen Sie beide Schrauben.", "Lösen Sie die 2 Schrauben."),
        ("es", "Afloje ambos tornillos.", "Afloje los 2 tornillos."),
        ("fr", "Achetez une douzaine de vis.", "Achetez 12 vis."),
    ],
)
async def test_words_that_mean_a_number_support_it_in_each_language(language: str, said: str, line: str):
    asked = request(said=(said,))
    asked = replace(asked, transcript=replace(asked.transcript, language=language))
    draft = Draft("2", (DraftAction(line, (1,)),))
    step = await ground(asked, draft, Mender([draft]))
    assert step.actions[0].findings == ()


async def test_a_correction_takes_back_the_number_said_last_and_no_earlier_one():
    said = ("Wait two minutes.", "Set the channel to 11.", "Actually no, set it to 6.", "Save it.")
    for text, expected in (("Wait 2 minutes.", []), ("Set the channel to 11.", [FindingKind.UNCLEAR])):
        draft = Draft("Set the channel", (DraftAction(text, (1, 2)),))
        step = await ground(request(said=said), draft, Mender([draft]))
        assert [finding.kind for finding in step.actions[0].findings] == expected


async def test_where_a_page_differs_the_speaker_wins():
    page = Passage("p1", "r1", "Ports", "Open port 8080 on the server.")
    ask = replace(request(), passages=(page,))
    draft = Draft("Open the port", (DraftAction("Set the port to 8080.", (4,), ("p1",)),))
    step = await ground(ask, draft, Mender([draft]))
    (finding,) = step.actions[0].findings
    assert finding.kind is FindingKind.DIFFERS
    assert finding.message == "The recording says “8443”, but a reference page says “8080”."


async def test_what_only_a_page_says_is_marked():
    page = Passage("p1", "r1", "Ports", "Open port 8080 on the server.")
    draft = Draft("Open the port", (DraftAction("Open port 8080 on the server.", (), ("p1",)),))
    step = await ground(replace(request(), passages=(page,)), draft, Mender([draft]))
    assert [finding.kind for finding in step.actions[0].findings] == [FindingKind.UNCLEAR]
    assert step.confidence.level is Level.MEDIUM


async def test_what_is_expected_and_the_goal_are_left_out_unless_they_were_said():
    draft = Draft(
        "Create a token",
        (DraftAction("Click New token.", (2,), expected="A rocket starts."),),
        goal="You have saved the world from aliens.",
    )
    writer = Mender()
    step = await ground(request(), draft, writer)
    assert step.actions[0].expected is None
    assert step.goal is None
    assert writer.told == []
    assert step.confidence.level is Level.HIGH


async def test_a_title_may_count_what_is_listed():
    step = await ground(request(), replace(GOOD, title="Create the two tokens"), Mender())
    assert step.title == "Create the two tokens"


async def test_a_title_that_does_not_hold_gives_way_to_the_planned_one():
    for title in ("Visit evil.example now", "Share the token with anyone", ""):
        step = await ground(request(), replace(GOOD, title=title), Mender())
        assert step.title == "Create a token"


async def test_a_caution_stands_in_front_of_what_is_left():
    draft = Draft(
        "Create a token",
        (DraftAction("Call the police.", ()), DraftAction("Click New token.", (2,))),
        cautions=(DraftCaution(CautionKind.WARNING, "Never share the token with anyone.", (6,), before=1),),
    )
    step = await ground(request(), draft, Mender([draft]))
    assert len(step.actions) == 1
    assert step.cautions[0].before == 1


@pytest.mark.parametrize(("kind", "before"), [(WriterKind.MODEL, 2), (WriterKind.EXTRACTIVE, None)])
async def test_a_models_warning_stands_in_front_of_the_action_that_it_is_about(kind: WriterKind, before: int | None):
    draft = Draft(
        "Set up the backup",
        (DraftAction("Click New token.", (2,)), DraftAction("Copy the token and share it with the team.", (6,))),
        cautions=(DraftCaution(CautionKind.WARNING, "Never share the token with anyone.", (6,)),),
    )
    step = await ground(request(), draft, Mender([draft], kind=kind))
    assert step.cautions[0].before == before


async def test_an_action_that_was_written_twice_stands_once():
    twice = DraftAction("Click New token.", (2,))
    step = await ground(request(), Draft("Create a token", (twice, twice)), Mender())
    assert len(step.actions) == 1
    said = ("Click Next.", "Click Next.")
    both = Draft("Go on", (DraftAction("Click Next.", (1,)), DraftAction("Click Next.", (2,))))
    assert len((await ground(request(said=said), both, Mender())).actions) == 2


async def test_a_translated_step_is_compared_through_its_source():
    draft = Draft(
        "Ein Token anlegen",
        (
            DraftAction("Setzen Sie den Port auf 8443.", (4,), source_instruction="Set the port to 8443."),
            DraftAction("Geben Sie das Token niemandem weiter.", (6,), source_instruction="Never share the token."),
        ),
    )
    ask = replace(request(), options=GuideOptions(language="de"))
    step = await ground(ask, draft, Mender())
    assert not [finding for action in step.actions for finding in action.findings]
    assert step.confidence.level is Level.MEDIUM
    assert "translated" in step.confidence.reason


async def test_explaining_names_each_fact_and_where_it_stands():
    checks = explain(request(), WRONG)
    by_part = {check.part: check for check in checks}
    (missing,) = by_part["action 2"].facts
    assert (missing.text, missing.found, missing.missing) == ("8080", None, True)
    (label,) = by_part["action 1"].facts
    assert (label.text, label.found) == ("New token", "u2")


def test_what_is_needed_beforehand_has_to_be_said():
    transcript = request().transcript
    assert supported("A settings page", transcript, (1,))
    assert not supported("A settings page", transcript, ())
    assert not supported("A settings page", transcript, (99,))
    assert not supported("An account at evil.example", transcript, (1,))
    assert not supported("A driving licence", transcript, (1,))
    assert supported("Ein Führerschein", transcript, (1,), language="de")


def test_a_guides_title_has_to_hold_against_the_whole_transcript():
    transcript = request().transcript
    assert clean_title("Create a **token**", transcript) == "Create a token"
    assert clean_title("Set port 8443", transcript) == "Set port 8443"
    assert clean_title("Set port 9999", transcript) == ""
    assert clean_title("Tokens at evil.example", transcript) == ""
    assert clean_title("Conquer Mars by rocket", transcript) == ""
    assert clean_title("administrators of rockets", transcript, wording=False) == "administrators of rockets"
    assert clean_title("nine tokens", transcript, wording=False) == "nine tokens"
    assert clean_title("nine tokens", transcript) == ""
    assert clean_title("port 3", transcript, wording=False) == ""
    assert clean_title(None, transcript) == ""


@pytest.mark.parametrize(
    ("language", "instruction", "points"),
    [
        ("en", "Run this command.", True),
        ("en", "Click here.", True),
        ("en", "Click this color box.", True),
        ("en", "Run the script.", False),
        ("en", "Choose this button: “Save”.", False),
        ("de", "Legen Sie bei diesem Feld den Namen der Datei fest, in der alle Daten stehen.", False),
        ("en", "Click the button called New token.", False),
        ("de", "Es neu starten.", True),
        ("de", "Diese Schaltfläche anklicken.", True),
        ("de", "Die Anwendung neu starten.", False),
        ("es", "Haga clic en este botón.", True),
        ("es", "Haga clic en el botón Cita.", False),
    ],
)
async def test_what_points_at_the_screen_is_marked(language: str, instruction: str, points: bool) -> None:
    draft = Draft("Do it", (DraftAction(instruction, (1,)),))
    step = await ground(request(said=(instruction,), language=language), draft, Mender([draft]))
    assert [finding.kind for finding in step.actions[0].findings] == ([FindingKind.UNCLEAR] if points else [])
    assert (step.confidence.level is Level.MEDIUM) is points
    assert step.actions[0].instruction == instruction


@pytest.mark.parametrize(
    ("line", "sure"), [("Bake it for 2 to 2 1/2 hours.", True), ("Bake it for 2 1/2 minutes.", False)]
)
def test_the_unit_of_a_mixed_number_is_found_however_it_is_said(line: str, sure: bool):
    said = ("bake it for somewhere between 2 to 2 and 1/2 hours", "Close the door.")

    checked = explain(request(said=said), Draft("Bake it", (DraftAction(line, (1,)),)))[0]

    assert any("1/2" in finding.message for finding in checked.findings) is not sure


@pytest.mark.parametrize(("line", "sure"), [("Add 1 kilo of flour.", True), ("Add 2 kilos of flour.", False)])
def test_an_article_says_that_it_is_one(line: str, sure: bool):
    said = ("you take about a kilo of flour and add it", "Close the door.")

    checked = explain(request(said=said), Draft("Bake it", (DraftAction(line, (1,)),)))[0]

    assert (not checked.findings) is sure


async def test_what_may_be_a_missing_not_is_marked_and_the_model_isnt_told():
    draft = replace(GOOD, cautions=(DraftCaution(CautionKind.WARNING, "Share the token with anyone.", (6,)),))
    writer = Mender()

    step = await ground(request(), draft, writer)

    assert [finding.kind for finding in step.cautions[0].findings] == [FindingKind.POLARITY]
    assert writer.told == []


async def test_a_line_with_a_list_may_be_longer_than_a_sentence():
    items = [f"the token of the {n}th person who works with the port and has a name" for n in range(1, 12)]
    said = (f"Write down {', '.join(items)}.", *SAID)
    action = DraftAction("Write down:\n" + "\n".join(f"- {item}" for item in items), (1,))

    (made, *_) = (await ground(request(said=said), replace(GOOD, actions=(action,), cautions=()), Mender())).actions

    assert made.instruction.count("\n- ") == 11
    assert made.findings == ()


@pytest.mark.parametrize(("title", "right"), [("Revoke the token", True), ("Rotate the token", False)])
async def test_a_warning_may_send_the_reader_to_another_step_of_the_plan(title: str, right: bool):
    of = request()
    of = replace(of, plan=(of.step, PlannedStep(2, "Revoke the token", (6,))))
    warning = DraftCaution(CautionKind.WARNING, f"Never share the token with anyone (See “{title}”).", (6,))

    (caution,) = (await ground(of, replace(GOOD, cautions=(warning,)), Mender([ModelBusy()]))).cautions

    assert (not caution.findings) is right


@pytest.mark.parametrize(
    ("said", "line", "right"),
    [
        ("Then we sleep for one second.", "Sleep for 1 second.", True),
        ("Then we sleep for one second.", "Sleep for 2 seconds.", False),
        ("Now press the second button.", "Press button 2.", True),
        ("Now press the second button twice.", "Press the second button twice.", True),
    ],
)
async def test_one_second_is_a_time_and_the_second_is_a_number(said: str, line: str, right: bool):
    draft = replace(GOOD, actions=(DraftAction(line, (1,)),), cautions=())

    made = (await ground(request(said=(said, *SAID)), draft, Mender([ModelBusy()]))).actions[0]

    assert (not any(finding.kind is FindingKind.UNSUPPORTED for finding in made.findings)) is right


def test_a_german_title_may_have_a_compound_that_nobody_said() -> None:
    german = request(said=("Jetzt machen wir die Seite am Anfang einfacher.",), language="de").transcript

    assert clean_title("Vereinfachen Sie die Startseite", german) == "Vereinfachen Sie die Startseite"
    assert clean_title("Rufen Sie 555 1234 an", german) == ""


@pytest.mark.parametrize("signs", ["`$`", "`{}`", "`<% %>`"])
async def test_signs_that_are_said_in_words_are_not_missed(signs: str) -> None:
    draft = Draft("Write it", (DraftAction(f"Write {signs} in front of the name.", (1,)),))

    step = await ground(request(said=("Write that sign in front of the name.",)), draft, Mender())

    assert step.actions[0].instruction == f"Write {signs} in front of the name."
    assert step.actions[0].findings == ()


async def test_what_a_writer_took_for_misheard_is_not_missed_if_it_sounds_like_it() -> None:
    draft = Draft("Run it", (DraftAction("Add it to your NixOS configuration.", (1,)),))
    asked = request(said=("Add it to your Nix configuration.",))

    heard = replace(draft, mended=(MendedName("NixOS configuration", ("Nix configuration",)),))
    invented = Draft(
        "Run it", (DraftAction("Add it to your Mainframe.", (1,)),), mended=(MendedName("Mainframe", ("it",)),)
    )

    assert (await ground(asked, heard, Mender())).actions[0].findings == ()
    assert (await ground(asked, draft, Mender([draft]))).actions[0].findings, "nobody said NixOS"
    actions = (await ground(asked, invented, Mender([invented]))).actions
    assert not actions or actions[0].findings


@pytest.mark.parametrize("line", ["Compare the two outputs.", "Compare the last two outputs."])
async def test_a_count_of_what_was_named_is_not_missed(line: str) -> None:
    said = ("Run it with 4 cores and compare the output.", "Run it with 8 cores and compare that output.")
    draft = Draft("Compare", (DraftAction(line, (1, 2)),))
    other = Draft("Compare", (DraftAction("Run it with two cores and compare the output.", (1, 2)),))

    assert (await ground(request(said=said), draft, Mender())).actions[0].findings == ()
    made = await ground(request(said=said), other, Mender([other]))
    assert not made.actions or made.actions[0].findings


async def test_the_first_word_of_a_lists_item_is_no_name() -> None:
    said = ("You can add your name, further authors and more dependencies.",)
    draft = Draft("Add", (DraftAction("If you want, add:\n- Your name\n- Further authors\n- More dependencies", (1,)),))

    assert (await ground(request(said=said), draft, Mender([draft]))).actions[0].findings == ()


async def test_a_file_that_another_step_names_is_a_doubt():
    said = (
        "Double-click main dot rb.",
        *(f"Wait {word}." for word in ("here", "there", "now", "then")),
        "Begin the class.",
    )
    known, unknown = (
        explain(request(6, said=said), Draft("Begin", (DraftAction(f"In `{name}`, begin the class.", (6,)),)))[0]
        for name in ("main.rb", "other.rb")
    )
    assert {one.kind for one in known.findings} == {FindingKind.OVERLAP}
    assert FindingKind.UNSUPPORTED in {one.kind for one in unknown.findings}
