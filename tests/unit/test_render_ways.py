"""Ways to the same result, what isn't said, and mended names, as a document shows them."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest

from pipeline.guide import Guide, Source
from pipeline.render.docx import render_docx
from pipeline.render.layout import Choice, alone, begins, parts, together
from pipeline.render.localization import CATALOGUES
from pipeline.render.markdown import render_markdown
from tests.fixtures.guides.cloning import GUIDE as CLONING
from tests.fixtures.guides.ways import WAYS


def paragraphs(guide: Guide = WAYS) -> list[tuple[str, str]]:
    """(style, text) of all paragraphs behind the contents."""
    shown = docx.Document(io.BytesIO(render_docx(guide))).paragraphs
    found = [(str(p.style.name) if p.style else "", p.text) for p in shown]
    return found[[style for style, _ in found].index("Heading 1") :]


def headings(guide: Guide = WAYS) -> list[str]:
    return [text.partition("\u00a0")[0] for style, text in paragraphs(guide) if "Heading" in style]


def test_ways_are_options_to_choose_from_and_the_rest_goes_on_after_them() -> None:
    assert headings()[:9] == [
        "Steps",
        "Step 1: Open your project",
        "Option A: SSH",
        "Step 2: Clone with SSH",
        "Step 3: Enter your passphrase",
        "Option B: Web page",
        "Step 4: Download from the web page",
        "Step 5: Unpack the archive",
        "Step 6: Allow long paths (optional)",
    ]
    texts = [text for _, text in paragraphs()]
    at = texts.index("Choose one option:")
    assert texts[at + 1 : at + 3] == ["Option A: SSH", "Option B: Web page"]


def test_each_option_names_what_it_needs() -> None:
    texts = [text for _, text in paragraphs()]
    at = texts.index("Option A: SSH", texts.index("Option B: Web page"))

    assert texts[at + 1 : at + 3] == ["Before you begin", "A key\u00a0[00:00:40]"]


def test_no_two_options_of_a_guide_have_the_same_letter() -> None:
    again = tuple(replace(step, number=step.number + 6) for step in WAYS.steps)
    twice = replace(WAYS, steps=WAYS.steps + again)

    choices = [part for part in parts(twice) if isinstance(part, Choice)]

    assert [[option.letter for option in choice.options] for choice in choices] == [["A", "B"], ["C", "D"]]


def test_a_way_beside_which_there_is_no_other_is_no_choice() -> None:
    first, *rest = WAYS.steps
    apart = replace(WAYS, steps=(rest[0], first, rest[2], *rest[3:]))

    assert not any(isinstance(part, Choice) for part in parts(apart))
    assert alone(apart) == {2, 4}
    assert ("Step Goal", "Only for: SSH") in paragraphs(apart)


def test_a_condition_leads_into_its_step() -> None:
    assert ("Step Goal", "If you are on Windows:") in paragraphs()
    assert ("Step Goal", "Only on a Mac:") in paragraphs(CLONING)
    *others, last = WAYS.steps
    told = replace(last, actions=(replace(last.actions[0], instruction="On Windows, tick Long paths."),))
    assert "If you are on Windows:" not in [text for _, text in paragraphs(replace(WAYS, steps=(*others, told)))]


def test_what_isnt_said_stands_at_its_step_and_in_a_list() -> None:
    found = paragraphs()
    texts = [text for _, text in found]

    assert ("Step Details", "Not said in the recording: The address was shown, not said.\u00a0[00:00:50]") in found
    at = texts.index("Not said in the recording")
    assert texts[at + 1] == "Where the archive is saved.\u00a0[00:01:20]"
    assert sum("The address was shown" in text for text in texts) == 1, "where the reader meets it"


def test_mended_names_are_listed_where_the_making_is_told() -> None:
    texts = [text for _, text in paragraphs()]

    assert "Names as heard → as written: nebulous → Nebius" in texts[texts.index("How this guide was made") :]


def test_what_it_is_about_stands_under_the_title() -> None:
    texts = [p.text for p in docx.Document(io.BytesIO(render_docx(WAYS))).paragraphs]

    assert texts[:2] == [WAYS.title, WAYS.about]


def test_a_heading_has_the_time_of_its_first_action() -> None:
    assert begins(WAYS, WAYS.steps[1]) == WAYS.source("u5")
    assert ("Heading 2", "Step 2: Clone with SSH\u00a0[00:00:50]") in paragraphs()


def test_neighbouring_utterances_of_one_person_are_quoted_in_one_row() -> None:
    rows = [[s.id for s in some] for some in together(WAYS.sources)]

    assert rows == [["u1", "u2", "u3"], ["u4"], ["u5", "u6", "u7"], ["u8"], ["u9"]]
    assert together([Source("u1", "a"), Source("u3", "b"), Source("p1", "c")]) == [
        [Source("u1", "a")],
        [Source("u3", "b")],
        [Source("p1", "c")],
    ]


def test_markdown_says_the_same() -> None:
    page = render_markdown(WAYS)

    for part in (
        f"# {WAYS.title}\n\n{WAYS.about}\n",
        "**Choose one option:**\n\n- Option A: SSH\n- Option B: Web page\n\n### Option A: SSH\n",
        "**Before you begin**\n\n- A key[^4]\n\n#### Step 2: Clone with SSH \\[00:00:50\\]\n",
        "### Step 6: Allow long paths (optional) \\[00:01:30\\]\n\nIf you are on Windows:\n",
        "<sub>Not said in the recording: The address was shown, not said.</sub>[^5]\n",
        "## Not said in the recording\n\n- Where the archive is saved.[^8]\n",
        "- **Names as heard → as written**: nebulous → Nebius",
    ):
        assert part in page


@pytest.mark.parametrize("language", sorted(path.stem for path in CATALOGUES.glob("*.po")))
def test_no_word_of_it_stays_english_in_another_language(language: str) -> None:
    texts = " ".join(text for _, text in paragraphs(replace(WAYS, language=language)) if "Nebius" not in text)

    for english in ("Choose one", "Not said in"):
        assert english not in texts
