"""What isn't said, mended names, and what stands around the steps, as a document shows them."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from pptx import Presentation

from pipeline.guide import Action, Gap, Guide, MendedName, Source
from pipeline.render.deck import deck
from pipeline.render.docx import render_docx
from pipeline.render.gaps import gaps_of_guide
from pipeline.render.guide_phrases import making, quoted_line
from pipeline.render.layout import labels
from pipeline.render.localization import words
from pipeline.render.markdown import render_markdown
from pipeline.render.marks import Marks, Place
from pipeline.render.moments import by_step
from pipeline.render.pptx import render_pptx
from pipeline.render.slide_rows import Kind
from pipeline.render.text import on_one_line
from pipeline.transcript import Timing
from tests.fixtures.guides.cloudflare import GUIDE as CLOUDFLARE
from tests.fixtures.guides.ways import WAYS
from tests.unit.shown_ways import opened, paragraphs


@pytest.mark.parametrize("text", ["Click **New** and **Save as**.", "Click:\n- **New**\n- **Save as**"])
def test_what_is_on_the_screen_is_set_off(text: str) -> None:
    steps = (replace(WAYS.steps[0], actions=(Action(text, ("u3",)),)),)
    guide = replace(WAYS, steps=steps)

    assert "**New**" in render_markdown(guide)
    bold = [
        run.text
        for paragraph in docx.Document(io.BytesIO(render_docx(guide))).paragraphs
        for run in paragraph.runs
        if run.style.name == "Strong"
    ]
    assert [piece for piece in bold if piece in ("New", "Save as")] == ["New", "Save as"]
    assert "**" not in on_one_line(text)


SEVERAL = (Gap("where the option is found", ("u6",)), Gap("Which button creates the model?"))


WHOLE = (Gap("who pays", ("u6", "u4")), Gap("who is asked", ("u4",)))


def with_missing(*missing: tuple[Gap, ...]) -> Guide:
    """The guide, whose steps lack this and whose whole lacks nothing."""
    gaps = dict(enumerate(missing))
    steps = tuple(replace(step, missing=gaps.get(n, ())) for n, step in enumerate(WAYS.steps))
    return replace(WAYS, steps=steps, not_said=())


def test_what_a_step_lacks_stands_at_its_end_and_what_the_whole_lacks_behind_the_steps() -> None:
    found = paragraphs()
    texts = [text for _, text in found]
    at = texts.index("Not said in the recording: The address was shown, not said.\u00a0[00:00:50]")

    assert texts[at - 1].startswith("Note: "), "behind the boxes of its last action"
    assert texts[at + 1].startswith("Step A2: ")
    assert found[at][0] == "Expected Result"
    assert found[texts.index("Not said in the recording") + 1] == (
        "List Bullet",
        "Where the archive is saved.\u00a0[00:01:20]",
    )
    assert sum("The address was shown" in text for text in texts) == 1


def test_several_things_that_a_step_lacks_are_a_list() -> None:
    texts = [text for _, text in paragraphs(with_missing(SEVERAL))]
    at = texts.index("Not said in the recording: ")

    assert texts[at - 1].startswith("Open the Nebius console")
    assert texts[at + 1 : at + 3] == ["Where the option is found\u00a0[00:01:00]", "Which button creates the model?"]
    assert "Not said in the recording" not in texts, "nothing is left for the list"


def test_what_a_step_lacks_in_markdown() -> None:
    page = render_markdown(with_missing(SEVERAL, (Gap("what it costs."),)))

    assert (
        "1. Open the Nebius console and click Projects.\n\n*Not said in the recording:*\n\n"
        "- Where the option is found [1:00]\n- Which button creates the model?\n\n### Step 2: Get the files\n"
    ) in page
    assert "is that of your project.\n\n*Not said in the recording:* What it costs.\n\n##### Step A2" in page
    assert "## Not said in the recording" not in page


def test_the_time_of_a_gap_is_shown_in_markdown_where_it_is_exact_and_new() -> None:
    about = tuple(replace(source, timing=Timing.ABOUT) if source.id == "u6" else source for source in WAYS.sources)
    page = render_markdown(replace(with_missing(SEVERAL), sources=about, not_said=WHOLE))

    assert "\n- Where the option is found\n" in page
    assert "\n- Who pays [0:40]\n- Who is asked [0:40]\n" in page, "the first that is exact, with each of the list"
    assert "*Not said in the recording:* Why\n" in render_markdown(with_missing((Gap("why", ("u3",)),))), "as the step"


def test_an_option_and_what_helps_if_something_goes_wrong_say_what_they_lack() -> None:
    *others, last = WAYS.steps
    page = next(step for step in others if step.way == "Web page")
    steps = [
        replace(step, missing=(Gap("which page"),)) if step is page else replace(step, missing=()) for step in others
    ]
    rescue = replace(last, rescue=True, optional=False, missing=(Gap("why it fails"),))
    text = render_markdown(replace(WAYS, steps=(*steps, rescue)))
    texts = [text for _, text in paragraphs(replace(WAYS, steps=(*steps, rescue)))]

    assert "1. Click Download.\n\n*Not said in the recording:* Which page\n\n### Step 3" in text
    assert "1. Tick Long paths.\n\n*Not said in the recording:* Why it fails\n\n## Not said" in text
    for gap in ("Which page", "Why it fails"):
        assert f"Not said in the recording: {gap}" in texts


def test_on_a_slide_a_gap_stands_below_its_step_or_in_the_list_if_that_needs_another_slide() -> None:
    first = WAYS.steps[0]
    seen = set()
    for count in range(1, 15):
        actions = tuple(Action(f"Press key {n}.") for n in range(count))
        step = replace(first, actions=actions, missing=SEVERAL)
        slides = deck(replace(with_missing(), steps=(step,))).slides
        listed = [slide for slide in slides if slide.title == "Not said in the recording"]
        of_step = [slide for slide in slides if slide.title.startswith("Step 1")]
        below = any(row.kind is Kind.GAP for slide in of_step for row in slide.rows)
        assert below != bool(listed), count
        assert str(slides).count("Where the option is found") == 1
        if listed:
            assert [run.text for run in listed[0].rows[0].runs][:2] == ["Step 1", ": "]
        seen.add(below)
    assert seen == {True, False}


def test_what_was_said_near_a_gap_tells_nothing_of_its_step() -> None:
    open_it, clone, *rest = WAYS.steps
    open_it = replace(open_it, missing=(Gap("who is asked", ("u1", "u5")),))
    clone = replace(clone, actions=(*clone.actions, Action("Wait.", ("u10",))), missing=())
    later = Source("u10", "Wait a long time.", start=900.0)
    lacking = replace(WAYS, steps=(open_it, clone, *rest), sources=(*WAYS.sources, later))
    marks = Marks(lacking)
    groups = {group.place: [s.id for m in group.moments for s in m] for group in by_step(lacking, marks)}

    assert marks.places("u5") == (Place(1, section="not_said"), Place(2), Place(2, 1))
    assert groups[Place(1)] == ["u1", "u3"], "in one row with what the step is based on"
    assert groups[Place(2)] == ["u5", "u10"]
    assert marks.beginning(clone) == marks["u5"], "though another step lacks something that would have come there"
    rows = docx.Document(io.BytesIO(render_docx(lacking))).tables[1].rows
    assert [row.cells[1].text.rpartition("\u00a0")[2] for row in rows[2:5]] == ["(1.1)", "(Option A: SSH)", "(A1.2)"]
    assert "\u00a0(A1, A1.1)" in rows[4].cells[1].text, "not where it only lacks something"


def test_a_passage_is_used_where_it_says_something_and_not_where_it_would_have() -> None:
    cited = next(s for s in CLOUDFLARE.sources if s.reference is not None)
    first, *rest = CLOUDFLARE.steps
    assert all(cited.id not in action.citations for action in first.actions)

    def used(missing: tuple[Gap, ...]) -> list[str]:
        guide = replace(CLOUDFLARE, steps=(replace(first, missing=missing), *rest))
        tables = docx.Document(io.BytesIO(render_docx(guide))).tables
        table = next(table for table in tables if table.rows[0].cells[-1].text == "Used in")
        return [row.cells[-1].text for row in table.rows]

    assert used((Gap("what it costs", (cited.id,)),)) == used(())


def test_a_gap_stays_on_the_page_of_its_step_and_is_as_quiet_as_a_goal() -> None:
    def kept(guide: Guide) -> list[bool | None]:
        shown = docx.Document(io.BytesIO(render_docx(guide))).paragraphs
        texts = [p.text for p in shown]
        at = next(n for n, text in enumerate(texts) if text.startswith("Open the Nebius console"))
        return [p.paragraph_format.keep_with_next for p in shown[at : at + 4]]

    assert kept(with_missing(SEVERAL)) == [True, True, True, None]
    assert kept(with_missing(SEVERAL[:1]))[:2] == [True, None]
    assert kept(with_missing())[0] is None
    slides = Presentation(io.BytesIO(render_pptx(with_missing(SEVERAL)))).slides
    rows = next(slide for slide in slides if "Open your project" in slide.shapes.title.text).placeholders[1]
    colors = {run.text: run.font.color.type for row in rows.text_frame.paragraphs for run in row.runs}
    assert colors["Not said in the recording: "] is not None
    assert colors["Open the Nebius console and click Projects."] is None


def test_what_a_step_lacks_is_not_said_once_more_for_the_whole() -> None:
    first, *rest = WAYS.steps
    gap = Gap("where an archive was saved", ("u3",))
    lacking = replace(WAYS, steps=(replace(first, missing=(gap,)), *(replace(step, missing=()) for step in rest)))
    others = ("Where the archive isn't saved.", "How the archive is saved.", "Where the key is saved.")
    more = replace(lacking, not_said=(*WAYS.not_said, *map(Gap, others)))
    texts = [text for _, text in paragraphs(lacking)]

    assert "Not said in the recording: Where an archive was saved\u00a0[00:00:30]\u00a0[00:01:20]" in texts
    assert "Where the archive is saved.\u00a0[00:01:20]" not in texts
    assert Marks(lacking).places("u8") == (Place(1, section="not_said"), Place(5, 1))
    assert tuple(gap.text for gap in gaps_of_guide(more)) == others


@pytest.mark.parametrize(
    ("language", "text", "ended"),
    [
        ("en", "Who asks", "Who asks."),
        ("en", "It says “Save.”", "It says “Save.”"),
        ("ja", "保存先", "保存先。"),
        ("hi", "कहाँ", "कहाँ।"),
        ("ar", "أين؟", "أين؟"),
        ("en", "", ""),
    ],
)
def test_a_sentence_ends_as_its_language_does(language: str, text: str, ended: str) -> None:
    assert words(language).ended(text) == ended


def test_mended_names_are_listed_where_the_making_is_told() -> None:
    texts = [text for _, text in paragraphs()]

    assert "Names as heard → as written: nebulous → Nebius" in texts[texts.index("How this guide was made") :]


@pytest.mark.parametrize(
    ("language", "name", "shown"),
    [
        ("de", MendedName("Nebius", ("nebulous", "Nebel")), "nebulous, Nebel → Nebius"),
        ("he", MendedName("Nebius", ("nebulous",)), "\u200enebulous → Nebius\u200e\u200f"),
        ("he", MendedName("נביוס", ("ערפל",)), "ערפל ← נביוס"),
        ("he", MendedName("Nebius", ("ערפל",)), "ערפל ← Nebius"),
        ("en", MendedName("נביוס", ("ערפל",)), "\u200fערפל ← נביוס\u200f\u200e"),
    ],
)
def test_the_arrow_points_to_what_is_written(language: str, name: MendedName, shown: str) -> None:
    guide = replace(WAYS, language=language, names=(name,))

    assert dict(making(words(language), guide, labels(guide)))["Names as heard → as written"] == shown


def test_what_it_is_about_stands_under_the_title() -> None:
    texts = [p.text for p in docx.Document(io.BytesIO(render_docx(WAYS))).paragraphs]

    assert texts[:2] == [WAYS.title, WAYS.about]


def test_a_heading_has_the_time_of_its_first_action() -> None:
    begins = Marks(WAYS).beginning(WAYS.steps[1])

    assert begins is not None
    assert begins.source == WAYS.source("u5")
    mark = opened(WAYS)["Step A1: Clone with SSH\u00a0[00:00:50]"].hyperlinks[0].runs[0]
    assert (mark.style.name, mark.font.bold) == ("Citation Mark", False)
    assert ("Heading 4", "Step A1: Clone with SSH\u00a0[00:00:50]") in paragraphs()


def test_a_source_leads_back_to_what_stands_outside_the_steps() -> None:
    marks = Marks(WAYS)

    assert marks.places("u2") == (Place(0, section="glance"),)
    assert marks.places("u4") == (Place(0, section="option_1"),)
    assert marks.places("u8") == (Place(0, section="not_said"), Place(5, 1))


def test_quotation_marks_inside_a_line_to_check_are_single_ones() -> None:
    english = words("en")
    assert quoted_line(english, 'See “Reset” and "Save", it’s 5" wide') == '“See ‘Reset’ and ‘Save’, it’s 5" wide”'
