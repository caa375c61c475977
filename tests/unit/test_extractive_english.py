"""English speech as instructions: what is said on the left, what the guide says on the right."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.guide import CautionKind
from pipeline.options import GuideOptions
from pipeline.outline import PlannedStep
from pipeline.speech.english import English
from pipeline.speech.english.disfluencies import with_correction, without_disfluencies
from pipeline.speech.english.step_titles import title_from
from pipeline.speech.languages import rules_for
from pipeline.transcript import Transcript, Utterance
from pipeline.writing import StepRequest
from pipeline.writing.extractive_writer import ExtractiveWriter

ENGLISH = English()


def actions(said: str) -> list[str]:
    return [instruction.text for instruction in ENGLISH.read(said).instructions]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("You're gonna want to click on Save.", ["Click Save."]),
        ("Click on Extras, then on Wiring.", ["Click Extras, then Wiring."]),
        ("Click Extras, then on the left pick Wiring.", ["Click Extras, then on the left pick Wiring."]),
        ("So now I'm going to select Edit.", ["Select Edit."]),
        ("Okay, so we'll need to go to My Profile.", ["Go to My Profile."]),
        ("Let's go ahead and open the terminal.", ["Open the terminal."]),
        ("First, we connect to the Redis server.", ["Connect to the Redis server."]),
        ("The next step is to stop up the bypass hole.", ["Stop up the bypass hole."]),
        ("What I'm going to do now is scrape the old glue from the rim.", ["Scrape the old glue from the rim."]),
        ("What we're gonna do first is drain the tank.", ["Drain the tank."]),
        ("Let's put it on and press Run.", ["Put it on and press Run."]),
        ("Let's stir well and serve.", ["Stir well and serve."]),
        ("Pause, then tap Continue.", ["Pause and then tap Continue."]),
        ("Check that the label looks right.", ["Check that the label looks right."]),
        ("Take the short strap, never the long one.", ["Take the short strap, never the long one."]),
        ("If we don't fold the edge, we're going to be cutting through the seam.", []),
        ("Read the tag it'll give you an eight digit code.", ["Read the tag."]),
        ("Write down the code it'll give you.", ["Write down the code it'll give you."]),
        ("Use both hands and not just the thumb.", ["Use both hands and not just the thumb."]),
        ("What you have to do is cut the outer sheath.", ["Cut the outer sheath."]),
        ("We'd like you to trim it off with the scissors.", ["Trim it off with the scissors."]),
        ("I suggest we first initialize a flake.", ["Initialize a flake."]),
        (
            "We first start by staging the files using the Git add method.",
            ["Stage the files using the Git add method."],
        ),
        ("All that's left to do now is to restart the server.", ["Restart the server."]),
        ("To do this, you just have to type your password.", ["Type your password."]),
        ("Now add the key to my configuration file.", ["Add the key to my configuration file."]),
        ("I'll save the model inside my folder.", ["Save the model inside your folder."]),
    ],
)
def test_speech_becomes_the_imperative(said: str, written: list[str]) -> None:
    assert actions(said) == written


def test_one_instruction_to_an_action() -> None:
    said = "From the accounts page, locate your account, open the menu and select Copy Account ID."
    assert actions(said) == [
        "From the accounts page, locate your account.",
        "Open the menu.",
        "Select Copy Account ID.",
    ]


def test_a_path_through_menus_is_one_instruction() -> None:
    assert actions("Then choose File, Open.") == ["Choose File, Open."]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("If everything looks correct, choose Create Token.", "If everything looks correct, choose Create Token."),
        (
            "Once you are logged in, you can create a new repository.",
            "Once you are logged in, create a new repository.",
        ),
        ("If there is any excess, just kind of pleat it.", "If there is any excess, pleat it."),
        (
            "I don't know whether this has been done already, but if it hasn't, what you have to do is cut the sheath.",
            "If it hasn't, cut the sheath.",
        ),
        ("For a user token, go to the profile page.", "For a user token, go to the profile page."),
        (
            "Before you delete the group, we'll need to assign the entries.",
            "Before you delete the group, assign the entries.",
        ),
    ],
)
def test_conditions_stay(said: str, written: str) -> None:
    assert actions(said) == [written]


def test_a_condition_holds_for_all_that_is_joined_to_it() -> None:
    assert actions("If it hasn't been done, cut the sheath and then cut the ties.") == [
        "If it hasn't been done, cut the sheath.",
        "If it hasn't been done, cut the ties.",
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Never delete the production database.",
        "You should never share your token.",
        "Don't close the window until it's finished.",
        "In that folder, don't delete anything.",
        "Be careful not to damage the inner bag.",
    ],
)
def test_what_is_forbidden_is_a_warning_and_never_an_action(said: str) -> None:
    reading = ENGLISH.read(said)
    assert reading.instructions == ()
    assert reading.aside is not None
    assert reading.aside.kind is CautionKind.WARNING
    assert reading.aside.text == said


def test_a_reminder_keeps_its_words() -> None:
    assert actions("And don't forget to add a semicolon in the end.") == ["Don't forget to add a semicolon in the end."]


@pytest.mark.parametrize(
    "said",
    [
        "Okay, Houston, Aquarius.",
        "Don't forget to like and subscribe.",
        "Why don't you put him on the headset, and I'll read it out to him.",
        "Why don't you open the file, Dana, and I'll check the log.",
        "I'll just read it back to you.",
        "If we were working with a normal flake, we would export the package.",
        "I use Vim.",
        "Edit allows full control.",
        "Create identity is not going to work without money in the wallet.",
        "I was using this almost every day.",
        "What is the command for that?",
        "You may not need it in the next week.",
        "Let's do that.",
        "We'll see how it can be completed in a bit.",
        "Open source is great.",
        "I don't have to install anything.",
        "Do that, and report.",
    ],
)
def test_what_tells_nothing_to_do_is_left_out(said: str) -> None:
    assert actions(said) == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Set the port to 8080, no wait, 8443.", "Set the port to 8443."),
        ("Open port 80, sorry, I mean port 443.", "Open port 443."),
        ("Click on File, no, sorry, Edit.", "Click on Edit."),
        ("Go to Settings, actually no, go to Profile.", "go to Profile."),
        ("Set the channel to 11, actually no, set it to 6.", "set the channel to 6."),
        ("Set the channel to 11, scratch that, write it in red.", "write it in red."),
        ("Choose the red one, I'm sorry.", "Choose the red one, I'm sorry."),
    ],
)
def test_a_correction_replaces_what_it_corrects(said: str, meant: str) -> None:
    assert with_correction(said) == meant


@pytest.mark.parametrize(
    ("said", "cleaned"),
    [
        ("Um, so you, uh, click the the button", "so you click the button"),
        ("into the top of the - of the bag", "into the top of the bag"),
        ("we're - we want you to take the tape", "we want you to take the tape"),
        ("run it across the side of the - that is, across the top of the arch", "run it across the top of the arch"),
        ("you know what to do", "you know what to do"),
        ("that that is so", "that that is so"),
    ],
)
def test_noise_goes(said: str, cleaned: str) -> None:
    assert without_disfluencies(said) == cleaned


def test_what_appears_is_the_expected_result() -> None:
    assert ENGLISH.read("The dashboard will now display your new token secret.").expected == (
        "The dashboard will display your new token secret."
    )
    reading = ENGLISH.read("Cut the rubber ties, and the hoses should come apart.")
    assert [instruction.text for instruction in reading.instructions] == ["Cut the rubber ties."]
    assert reading.expected == "The hoses should come apart."


def test_what_is_needed() -> None:
    assert (
        ENGLISH.read("Before you begin, make sure you know your zone ID.").prerequisite
        == "Make sure you know your zone ID."
    )


def test_the_announced_topic() -> None:
    said = "In this video, we'll walk through how to create an API token in the Cloudflare dashboard."
    assert ENGLISH.read(said).topic == "create an API token in the Cloudflare dashboard"


@pytest.mark.parametrize(
    ("said", "text", "code"),
    [
        ("I do `git status` here.", "Run git status.", "git status"),
        (
            "Then you run `npm install --save-dev jest`.",
            "Run npm install --save-dev jest.",
            "npm install --save-dev jest",
        ),
        ("I will do lldb src/bitcoind.", "Run lldb src/bitcoind.", "lldb src/bitcoind"),
        ("Click `Save`.", "Click Save.", None),
    ],
)
def test_what_is_typed_is_code(said: str, text: str, code: str | None) -> None:
    (instruction,) = ENGLISH.read(said).instructions
    assert (instruction.text, instruction.code) == (text, code)


@pytest.mark.parametrize(
    ("phrase", "title"),
    [
        ("Create a token.", "Create a token"),
        ("Locate your account at the end of the account row.", "Locate your account"),
        ("Give your token a descriptive name such as DNS updates.", "Give your token a descriptive name"),
        ("Orient it so that the ears of the bag are level.", "Orient it so that the ears"),
        ("Import calculator and you have SciPy.", "Import calculator"),
        ('Choose "Save for the web and devices" in the menu.', 'Choose "Save for the web and devices"'),
    ],
)
def test_titles_are_short_verb_phrases(phrase: str, title: str) -> None:
    assert title_from(phrase) == title


def test_what_opens_a_new_step() -> None:
    assert ENGLISH.read("Now the next step is to cut a hole.").opens > ENGLISH.read("Then cut a hole.").opens


@given(st.text(max_size=300))
def test_nothing_breaks_the_rules(text: str) -> None:
    for instruction in ENGLISH.read(text).instructions:
        assert instruction.text
        assert 0 < instruction.weight <= 1
    assert len(ENGLISH.title(text).split()) <= 8


@given(
    st.lists(st.sampled_from(["okay", "so", "now", "and then", "well,", "please", "first,"]), max_size=3),
    st.sampled_from(["never", "don't", "do not", "you should never", "you must not", "you shouldn't"]),
    st.sampled_from(["delete the file", "click on Save", "open the valve", "touch the red wire", "restart the server"]),
    st.sampled_from(["", " before you save", ", because it can't be undone", " and close the window"]),
)
def test_what_is_forbidden_is_never_commanded(openers: list[str], ban: str, instruction: str, tail: str) -> None:
    assert actions(f"{' '.join([*openers, ban, instruction])}{tail}.") == []


@pytest.mark.parametrize(
    ("said", "instructions"),
    [
        ("Then click OK.", ["Click OK."]),
        ("Now hit okay.", ["Hit okay."]),
        ("Disconnect the battery before you touch the wire.", ["Disconnect the battery before you touch the wire."]),
        ("Pour the coffee into the cup.", ["Pour the coffee into the cup."]),
    ],
)
def test_a_button_is_no_agreement_and_a_warning_no_second_instruction(said: str, instructions: list[str]) -> None:
    talk = Transcript("0" * 64, (Utterance(1, said),), language="en")
    step = PlannedStep(1, "The step", (1,))
    written = asyncio.run(ExtractiveWriter().write(StepRequest(step, (), talk, GuideOptions())))
    assert [action.instruction for action in written.draft.actions] == instructions


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Come down towards the panel and click New.", ["Go down towards the panel.", "Click New."]),
        ("We'll come back to that later.", []),
        ("Double click the layer name.", ["Double-click the layer name."]),
        ("Pressing the shift key, drag a corner.", ["Pressing the shift key, drag a corner."]),
        ("Importing assets isn't necessary for this, so you can click Cancel.", ["Click Cancel."]),
        ("Under the File menu you can choose Save As.", ["Under the File menu, choose Save As."]),
        ("What we want to do first is create a new set.", ["Create a new set."]),
        ("After doing that I'd like to add a little bit of noise.", ["Add a little bit of noise."]),
        ("Another way you can do it is to put a breakpoint in our script.", ["Put a breakpoint in your script."]),
        ("Files can be added through the web interface.", ["Add files through the web interface."]),
        ("The config file must be placed in the home directory.", ["Place the config file in the home directory."]),
        ("You have the option to choose an end date.", ["Optionally, choose an end date."]),
        ("There is an option to choose the type.", ["Optionally, choose the type."]),
        ("It tells you to install the package using pip.", ["Install the package using pip."]),
        ("That is why we have to extend that timeout.", ["Extend that timeout."]),
        ("Saving and then restarting our script.", ["Save and then restart your script."]),
        ("You also have to tell pdb to continue.", ["Tell pdb to continue."]),
        ("Open the menu and in the list, select Copy.", ["Open the menu.", "In the list, select Copy."]),
        ("Once you click Okay, you can go back to the Filter menu.",
         ["Once you click Okay, go back to the Filter menu."]),
        ("if i want it daily then i can give it a time", ["If you want it daily, give it a time."]),
        (
            "For example, the settings file has its own format, so we'll load it by name.",
            ["For example, the settings file has its own format; load it by name."],
        ),
        ("Let's do the same thing with our hardware setup.", ["Do the same thing with your hardware setup."]),
        ("Click it, being careful not to click on the icon.", ["Click it, being careful not to click on the icon."]),
    ],
)  # fmt: skip
def test_instructions_are_found_however_they_are_put(said: str, written: list[str]) -> None:
    assert actions(said) == written


@pytest.mark.parametrize(
    "said",
    [
        "Keep going and see what happens.",
        "Stepping in means that if you are on a call then you will step into it.",
        "I usually set a breakpoint and look around.",
        "When you import NumPy, you import all of NumPy.",
        "We're not doing that now.",
        "You'll find more information about exporting in other tutorials.",
        "Using the skills you just learned, you can now create your own banner.",
        "We need to denote the, or you don't need it.",
        "Generally, adding files is simpler by using the command-line.",
        "This model can now be used in other programs simply by specifying its name.",
        "We've added some figures since last year.",
    ],
)
def test_talk_is_no_instruction(said: str) -> None:
    assert actions(said) == []


@pytest.mark.parametrize(
    ("said", "done", "seen"),
    [
        ("If we refresh the page, we'll see that the file is there.", ["Refresh the page."],
         "You'll see that the file is there."),
        ("When we run XINFO GROUPS, we can see the last ID.", ["Run XINFO GROUPS."], "You can see the last ID."),
        ("When you click Record, you'll notice that it starts.", ["Click Record."], "You'll notice that it starts."),
    ],
)  # fmt: skip
def test_what_is_tried_is_an_instruction_with_its_result(said: str, done: list[str], seen: str) -> None:
    read = ENGLISH.read(said)
    assert ([instruction.text for instruction in read.instructions], read.expected) == (done, seen)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("The required parameters are the path and the name of the file.", CautionKind.NOTE),
        ('This group will be called "printer".', CautionKind.NOTE),
        ("We don't need to assign a key to it.", CautionKind.NOTE),
        ("It will permanently remove the group, so you need to use it with some care.", CautionKind.WARNING),
    ],
)
def test_what_is_only_told_is_noted(said: str, kind: CautionKind) -> None:
    aside = ENGLISH.read(said).aside
    assert aside is not None
    assert aside.kind is kind


def test_a_condition_holds_for_what_is_chained_to_it() -> None:
    said = "If I want to learn more, then I'll open the tutorial, and then I'll run the example."
    assert actions(said) == [
        "If you want to learn more, open the tutorial.",
        "If you want to learn more, run the example.",
    ]


@given(st.sampled_from(["the button", "a file", "your config file"]), st.sampled_from(["can", "must", "needs to"]))
def test_the_passive_keeps_what_it_is_about(what: str, modal: str) -> None:
    assert actions(f"{what} {modal} be deleted in the menu.") == [f"Delete {what} in the menu."]
    assert actions(f"{what} {modal} not be deleted in the menu.") == []


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("You should tick the box remember my sign-in info.", "Tick the box remember my sign-in info."),
        ("Now we click the button save my changes.", "Click the button save my changes."),
        ("Then I click on Keep me signed in.", "Click Keep me signed in."),
        ("We choose the option that says use my location.", "Choose the option that says use my location."),
        ("We select the item add our logo to the page.", "Select the item add our logo to the page."),
        ("Let's check the box in our list.", "Check the box in your list."),
        ("We press the button to open our menu.", "Press the button to open your menu."),
        ("Select the option my team uses in our project.", "Select the option your team uses in your project."),
    ],
)
def test_a_label_that_was_read_out_keeps_its_words(said: str, written: str) -> None:
    assert [instruction.text for instruction in rules_for("en").read(said).instructions] == [written]


def test_a_label_in_a_warning_keeps_its_words() -> None:
    said = "Make sure you don't tick the box remember my sign-in info, because that's not allowed here."
    aside = rules_for("en").read(said).aside
    assert aside is not None
    assert aside.text == said
