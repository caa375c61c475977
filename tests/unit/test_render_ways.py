"""Ways to the same result, as a document shows them."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest

from pipeline.assembly import ways_together
from pipeline.guide import Action, Caution, CautionKind, Guide, NamedChoice, Prerequisite
from pipeline.render.deck import deck
from pipeline.render.docx import render_docx
from pipeline.render.guide_phrases import extent
from pipeline.render.layout import choices, labels
from pipeline.render.localization import CATALOGUES, words
from pipeline.render.markdown import render_markdown
from pipeline.render.text import line
from tests.fixtures.guides.cloning import GUIDE as CLONING
from tests.fixtures.guides.ways import WAYS
from tests.unit.shown_ways import headings, paragraphs

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_a_choice_is_one_step_with_its_options_inside_it() -> None:
    assert headings()[:9] == [
        "Steps",
        "Step 1: Open your project",
        "Step 2: Get the files",
        "Option A: SSH",
        "Step A1: Clone with SSH",
        "Step A2: Enter your passphrase",
        "Option B: Web page",
        "Step 3: Unpack the archive",
        "Step 4: Allow long paths (optional, if you are on Windows)",
    ]
    texts = [text for _, text in paragraphs()]
    at = texts.index("Step 2: Get the files")
    assert texts[at + 2 : at + 5] == ["Choose one option:", "Option A: SSH", "Option B: Web page"]
    glance = docx.Document(io.BytesIO(render_docx(WAYS))).tables[0]
    assert glance.rows[0].cells[1].text == "4 steps with 6 instructions"


def test_of_options_that_go_together_the_reader_takes_what_he_needs() -> None:
    together = replace(WAYS, choices=tuple(replace(named, several=True) for named in WAYS.choices))

    assert "Choose what you need:" in [text for _, text in paragraphs(together)]
    assert "**Choose what you need:**" in render_markdown(together)
    assert "**Wählen Sie, was Sie brauchen:**" in render_markdown(replace(together, language="de"))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "2 ways with 3 instructions"),
        ("de", "2 Wege mit 3 Aktionen"),
        ("uk", "2 способи, 3 дії"),
        ("ja", "2 通りの方法、3 件の操作"),
    ],
)
def test_a_guide_that_is_nothing_but_a_choice_says_how_many_ways_there_are(language: str, told: str) -> None:
    steps = tuple(step for step in WAYS.steps if step.way)
    assert extent(words(language), replace(WAYS, steps=steps)) == told


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Step 2: Choose one option"),
        ("fr", "Étape 2\u00a0: Choisissez une option"),
        ("zh", "步骤 2：请选择一种方式"),
    ],
)
def test_a_choice_without_a_title_says_that_one_has_to_choose(language: str, title: str) -> None:
    guide = replace(WAYS, choices=(NamedChoice(" ", ("SSH", "Web page")),), language=language)
    found = paragraphs(guide)

    assert found[found.index(("Heading 2", title)) + 1][0] == "List Bullet", "the links come at once"
    assert f"### {line(title)}\n\n#### " in render_markdown(guide), "two options follow at once"
    third = replace(WAYS.steps[3], way="USB", number=9)
    three = replace(guide, steps=(*WAYS.steps[:4], third, *WAYS.steps[4:]))
    assert f"### {line(title)}\n\n- [" in render_markdown(three)


def test_a_title_belongs_to_the_choice_with_the_most_of_its_ways() -> None:
    def titles(*named: NamedChoice) -> list[str | None]:
        return [choice.title for choice in choices(replace(apart(), choices=named))]

    fewer, both = NamedChoice("Fewer", ("SSH", "USB")), NamedChoice("Both", ("web page", " ssh"))
    assert titles(fewer) == [None, None, None]
    assert titles(fewer, both) == ["Both", None, None]
    assert titles(both, replace(both, title="Again")) == ["Both", "Again", None]


def test_ways_of_two_choices_side_by_side_are_two_choices() -> None:
    one = WAYS.steps[0]
    ways = ["by hand", "by machine", "with a mask", "with a map", "here", "there", "with a mask", "with a map"]
    steps = tuple(replace(one, number=number, title=f"Do {number}", way=way) for number, way in enumerate(ways, 1))
    named = (
        NamedChoice("Cut it", ("by hand", "By machine")),
        NamedChoice("Cover it", ("with a mask", "with a map")),
        NamedChoice("Pack it", ("here", "there")),
    )
    found = choices(replace(WAYS, steps=tuple(ways_together(steps, named)), choices=named))

    assert [(choice.title, choice.again) for choice in found] == [
        ("Cut it", False),
        ("Cover it", False),
        ("Pack it", False),
        (None, True),
    ]
    assert [[option.letter for option in choice.options] for choice in found] == [
        ["A", "B"],
        ["A", "B"],
        ["A", "B"],
        ["A", "B"],
    ]
    unnamed = choices(replace(WAYS, steps=steps[:4], choices=named[:1]))
    assert [len(choice.options) for choice in unnamed] == [4], "a way that no choice names stays beside its neighbours"


def test_an_option_whose_only_step_says_no_more_has_no_second_heading() -> None:
    *others, page, unpack, last = WAYS.steps
    same = replace(page, title="web page")
    guide = replace(WAYS, steps=(*others, same, unpack, last))

    shown = headings(guide)
    assert shown[shown.index("Option B: Web page") + 1] == "Step 3: Unpack the archive"
    assert ("Heading 3", "Option B: Web page\u00a0[00:01:10]") in paragraphs(guide)
    names = [row.cells[0].text for row in docx.Document(io.BytesIO(render_docx(guide))).tables[1].rows]
    assert "Option B: Web page" in names, "as the reader finds it"
    assert "#### Option B: Web page [1:10]\n\n1. Click Download." in render_markdown(guide)
    optional = replace(WAYS, steps=(*others, replace(same, optional=True), unpack, last))
    assert "Step B1: web page (optional)" in headings(optional)


def test_all_that_names_a_step_calls_it_as_its_heading_does() -> None:
    document = docx.Document(io.BytesIO(render_docx(CLONING)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    texts = [text for _, text in paragraphs(CLONING)]

    assert "Step A1, Step A1, instruction 1" in cells, "to check at a glance"
    assert "Step A1, instruction 1" in cells, "lines to check"
    assert "Written without the language model: Step C1" in texts
    assert "(A1.3)" in cells[cells.index("Step A1: Add an SSH key to your account") + 1], "where a source is used"
    page = render_markdown(CLONING)
    assert "- **[Step A1, instruction 1](#step-a1-add-an-ssh-key-to-your-account-112)**: " in page
    assert "**Written without the language model**: Step C1" in page


def test_labels_are_unique_and_have_the_order_of_the_document() -> None:
    assert labels(WAYS) == {
        "step_1": "1",
        "choice_1": "2",
        "step_2": "A1",
        "step_3": "A2",
        "step_4": "B1",
        "step_5": "3",
        "step_6": "4",
    }
    assert list(labels(apart()).items()) == [
        *(("step_1", "1"), ("choice_1", "2"), ("step_2", "A1"), ("step_3", "B1"), ("step_4", "3")),
        *(("choice_2", "4"), ("step_6", "A2"), ("step_5", "B2"), ("step_7", "5"), ("choice_3", "6"), ("step_8", "A3")),
    ]


def test_there_are_letters_for_any_number_of_ways() -> None:
    page = WAYS.steps[3]
    many = replace(WAYS, steps=tuple(replace(page, number=n, way=f"Way {n}") for n in range(1, 30)))

    assert [option.letter for option in choices(many)[0].options][24:] == ["Y", "Z", "AA", "AB", "AC"]


def test_options_are_a_level_below_their_choice_and_their_steps_another_one() -> None:
    levels = {text.partition("\u00a0")[0]: style for style, text in paragraphs() if style.startswith("Heading")}
    document = docx.Document(io.BytesIO(render_docx(WAYS)))
    contents = document.element.body.find(f"{W}sdt")
    entries = {
        "".join(t.text for t in p.iter(f"{W}t")).partition("\u00a0")[0]: p.pPr.pStyle.get(f"{W}val")
        for p in contents.iter(f"{W}p")
    }

    for text, level in (("Step 1: Open your project", 2), ("Step 2: Get the files", 2), ("Option A: SSH", 3)):
        assert (levels[text], entries[text]) == (f"Heading {level}", f"TOC{level}")
    assert levels["Step A1: Clone with SSH"] == "Heading 4"
    assert "Step A1: Clone with SSH" not in entries, "options are enough to find one's way"
    assert levels["Step 3: Unpack the archive"] == "Heading 2"
    assert [i.text.strip() for i in contents.iter(f"{W}instrText")] == [r'TOC \o "1-3" \h \z \u']


def apart() -> Guide:
    """The ways once more after a step that all do, in the other order, and then SSH alone."""
    first, key, passphrase, page, unpack, last = WAYS.steps
    steps = (first, key, page, unpack, replace(page, title="Log out"), passphrase, last, replace(key, title="Pull"))
    return replace(WAYS, steps=tuple(replace(step, number=n) for n, step in enumerate(steps, 1)))


def test_what_helps_to_choose_stands_before_the_options_and_is_cited() -> None:
    texts = [text for _, text in paragraphs(WAYS)]
    at = texts.index("Choose one option:")

    assert texts[at - 1] == "The web page needs no key.\u00a0[00:01:10]"


def test_a_step_begins_where_most_of_it_is_told() -> None:
    login = Action("Log in.", ("u2",))
    steps = [replace(step, actions=(*step.actions, login)) if step.way else step for step in WAYS.steps]
    later = [replace(s, start=(s.start or 0.0) + (0 if s.id == "u2" else 200)) for s in WAYS.sources]
    page = render_markdown(replace(WAYS, steps=tuple(steps), sources=tuple(later)))

    assert "##### Step A1: Clone with SSH [4:10]\n" in page, "the login is told for all ways"
    assert "#### Option B: Web page [4:30]\n" in page
    first = next(step for step in WAYS.steps if step.way == "SSH")
    alone = [replace(step, actions=(*step.actions, login)) if step is first else step for step in WAYS.steps]
    page = render_markdown(replace(WAYS, steps=tuple(alone), sources=tuple(later)))
    assert "##### Step A1: Clone with SSH [0:20]\n" in page, "one here and one there: the first"
    more = [replace(s, actions=(*s.actions, s.actions[0])) if s.way else s for s in steps]
    page = render_markdown(replace(WAYS, steps=tuple(more), sources=tuple(later)))
    assert "##### Step A1: Clone with SSH [4:10]\n" in page
    assert "#### Option B: Web page [4:30]\n" in page


def test_a_second_choice_goes_on_with_the_options_of_the_first() -> None:
    texts = [text.partition("\u00a0")[0] for _, text in paragraphs(apart())]

    assert headings(apart())[:12] == [
        "Steps",
        "Step 1: Open your project",
        "Step 2: Get the files",
        "Option A: SSH",
        "Option B: Web page",
        "Step 3: Unpack the archive",
        "Step 4: Go on with the option you have chosen",
        "Option A: SSH",
        "Option B: Web page",
        "Step 5: Allow long paths (optional, if you are on Windows)",
        "Step 6: Go on with the option you have chosen",
        "Option A: SSH",
    ]
    assert texts.count("Choose one option:") == 1
    assert texts.count("Go on with the option you have chosen:") == 0, "the heading says it"
    named = replace(apart(), choices=(*WAYS.choices, NamedChoice("Leave", ("SSH", "Web page"))))
    again = [text for _, text in paragraphs(named)]
    assert again[again.index("Step 4: Leave") + 1] == "Go on with the option you have chosen:"
    assert texts.count("A key") == 1, "what an option needs is said once"
    assert [option.bookmark for choice in choices(apart()) for option in choice.options] == [
        *("option_1", "option_2", "option_1_2", "option_2_2", "option_1_3")
    ]


def test_each_option_names_what_it_needs() -> None:
    texts = [text for _, text in paragraphs()]
    at = texts.index("Option A: SSH", texts.index("Option B: Web page"))

    assert texts[at + 1 : at + 3] == ["Before you begin", "A key\u00a0[00:00:40]"]


def test_another_choice_begins_with_the_first_letter_again() -> None:
    others = {"SSH": "Mac", "Web page": "Windows"}
    more = tuple(replace(step, number=step.number + 6, way=others.get(step.way or "")) for step in WAYS.steps)
    twice = choices(replace(WAYS, steps=WAYS.steps + more))

    assert [[option.letter for option in choice.options] for choice in twice] == [["A", "B"], ["A", "B"]]
    of_ways = [label for label in labels(replace(WAYS, steps=WAYS.steps + more)).values() if label[-2:-1] in "AB"]
    assert len(of_ways) == len(set(of_ways)), "a step's label names it alone"
    assert of_ways[0][0].isdigit(), "the choice is named with the option"
    assert not any(choice.again for choice in twice)


def test_a_way_beside_which_there_is_no_other_is_no_choice() -> None:
    first, *rest = WAYS.steps
    split = replace(WAYS, steps=(rest[0], first, rest[2], *rest[3:]))

    assert choices(split) == ()
    found = paragraphs(split)
    assert [text for style, text in found if text.startswith("Only for")] == ["Only for: SSH", "Only for: Web page"]
    assert {"Heading 3", "Heading 4"}.isdisjoint(style for style, _ in found)


def test_a_step_whose_way_has_no_name_is_one_that_all_do() -> None:
    steps = tuple(replace(step, way="") if step.number == 3 else step for step in WAYS.steps)

    assert "Step 3: Enter your passphrase" in headings(replace(WAYS, steps=steps))


def test_what_a_way_needs_that_is_no_option_is_named_at_first() -> None:
    needs = (*WAYS.prerequisites, Prerequisite("A browser", (), "Web page"), Prerequisite("A cable", (), "USB"))
    single = replace(WAYS, steps=WAYS.steps[:3], prerequisites=needs)

    cell = docx.Document(io.BytesIO(render_docx(single))).tables[0].rows[1].cells[1]

    assert [p.text.partition("\u00a0")[0] for p in cell.paragraphs] == [
        *("An account", "SSH: A key", "Web page: A browser", "USB: A cable")
    ]
    assert "- An account\n- **SSH:** A key\n- **Web page:** A browser\n- **USB:** A cable\n" in (
        render_markdown(single)
    )


def test_markdown_says_the_same() -> None:
    page = render_markdown(WAYS)

    for part in (
        f"# {WAYS.title}\n\n{WAYS.about}\n",
        "\n\n## Before you begin\n\n- An account",
        "### Step 2: Get the files\n\nThe web page needs no key. [1:10]\n\n**Choose one option:**\n\n"
        "#### Option A: SSH\n",
        "**Before you begin**\n\n- A key\n\n##### Step A1: Clone with SSH [0:50]\n",
        "### Step 4: Allow long paths (optional, if you are on Windows) [1:30]\n\n1. ",
        "\n\n*Not said in the recording:* The address was shown, not said.\n\n##### Step A2",
        "## Not said in the recording\n\n- Where the archive is saved. [1:20]\n",
        " · Names as heard → as written: nebulous → Nebius",
    ):
        assert part in page


@pytest.mark.parametrize("language", sorted(path.stem for path in CATALOGUES.glob("*.po")))
def test_no_word_of_it_stays_english_in_another_language(language: str) -> None:
    texts = " ".join(text for _, text in paragraphs(replace(WAYS, language=language)) if "Nebius" not in text)

    for english in ("Choose one", "Not said in"):
        assert english not in texts


def test_what_helps_only_if_something_went_wrong_stands_apart_at_the_end() -> None:
    *others, last = WAYS.steps
    guide = replace(WAYS, steps=(*others, replace(last, rescue=True, optional=False)))

    shown = headings(guide)
    assert shown[shown.index("If something goes wrong") + 1] == "Allow long paths (if you are on Windows)"
    assert shown.count("If something goes wrong") == 1
    assert "\n## If something goes wrong\n\n### Allow long paths" in render_markdown(guide)
    german = replace(guide, language="de")
    assert "Wenn etwas schiefgeht" in headings(german)


def test_where_all_steps_help_against_a_fault_they_are_simply_the_steps() -> None:
    guide = replace(WAYS, steps=tuple(replace(step, rescue=True) for step in WAYS.steps if not step.way))

    assert "If something goes wrong" not in headings(guide)


def test_what_helps_to_choose_is_a_list_where_it_is_more_than_two_sentences() -> None:
    (choice,) = WAYS.choices
    advice = "SSH is for daily work. The web page needs no key. With it, large files take long."
    warning = Caution(CautionKind.WARNING, "Both overwrite the folder.", ("u5",))
    guide = replace(WAYS, choices=(replace(choice, advice=advice, cautions=(warning,)),))

    text = render_markdown(guide)
    texts = paragraphs(guide)

    assert (
        "- SSH is for daily work.\n- The web page needs no key.\n- With it, large files take long. [1:10]\n\n"
        "> **Warning:** Both overwrite the folder. [0:50]\n" in text
    )
    assert ("List Bullet", "SSH is for daily work.") in texts
    assert [style for style, told in texts if "Both overwrite" in told] == ["Warning"]
    assert "Both overwrite the folder." in str(deck(guide))


def test_what_is_said_of_one_option_stands_behind_its_link() -> None:
    said = "Both give the same files. SSH: you never type a password. Web page: needs nothing installed. It is slower."
    own = WAYS.steps[1].actions[0].citations
    guide = replace(WAYS, choices=(NamedChoice("Get the files", ("ssh", "Web page"), said, ("u1", *own)),))

    texts = [text for _, text in paragraphs(guide)]
    at = texts.index("Choose one option:")
    assert texts[at - 1].startswith("Both give the same files."), "what is about all stands before them"
    assert "password" not in texts[at - 1]
    assert texts[at + 1].startswith("Option A: SSH – You never type a password.\N{NO-BREAK SPACE}[")
    assert texts[at + 2] == "Option B: Web page – Needs nothing installed. It is slower.", "no time of another option"
    markdown = render_markdown(guide)
    assert "- [Option A: SSH](#option-a-ssh) – You never type a password.\n" in markdown, "no time: it begins elsewhere"
    assert any("You never type a password." in str(row) for slide in deck(guide).slides for row in slide.rows)


def test_the_legend_of_the_marks_stays_with_the_first_step() -> None:
    document = docx.Document(io.BytesIO(render_docx(WAYS)))
    legend = next(each for each in document.paragraphs if each.text.startswith("Marks like"))
    assert legend.paragraph_format.keep_with_next
