"""What the recording answers beside its steps, and what is needed first: read from the model's answer, and shown."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import docx
from pptx import Presentation

from pipeline.guide import Answered, CautionKind, Guide, Prerequisite, Source
from pipeline.render.docx import render_docx
from pipeline.render.markdown import render_markdown
from pipeline.render.pptx import render_pptx
from pipeline.writing import Edit
from pipeline.writing.edit_answer import read_edits, together
from tests.fixtures.guides.cloudflare import GUIDE
from tests.fixtures.guides.languages import GERMAN

ASKED = "What else do I need? A bucket."


def test_a_line_can_be_changed_and_have_a_note_and_a_question():
    def one(text: str, kind: str | None) -> dict[str, object]:
        return {"line": 3, "texts": [text], "utterances": "5", "before": None, "new_note": kind}

    added = [one("Mind it.", "tip"), one(ASKED, "question"), one("Why?", "Question"), one("how big", "not said")]
    answer = {"edits": [one("Go.", None), *added]}

    edits = read_edits(json.dumps(answer), lines=4, utterances=6)

    assert [(each.texts, each.added, each.asked, each.lacking) for each in edits] == [
        (("Go.",), None, False, False),
        (("Mind it.",), CautionKind.TIP, False, False),
        ((ASKED,), None, True, False),
        (("how big",), None, False, True),
    ]


def test_lines_to_drop_are_numbers_beside_the_edits():
    change = {"line": 3, "texts": ["Go."], "utterances": "5", "before": None, "new_note": None}
    note = {"line": 4, "texts": ["Mind it."], "utterances": "5", "before": None, "new_note": "tip"}
    answer = {"drop": "1, 3-4, 99", "edits": [change, note]}

    edits = read_edits(json.dumps(answer), lines=5, utterances=6)

    assert [(each.line, each.texts, each.added) for each in edits] == [
        (3, ("Go.",), None),
        (4, ("Mind it.",), CautionKind.TIP),
        (1, (), None),
        (4, (), None),
    ]
    assert read_edits('{"drop": "2"}', lines=5, utterances=6) == (Edit(2, ()),)
    assert read_edits('{"drop": "", "edits": []}', lines=5, utterances=6) == ()


def test_where_two_readers_change_a_line_the_first_decides_and_what_they_add_is_added() -> None:
    tip, note = CautionKind.TIP, CautionKind.NOTE
    first = (Edit(1, ("Go on.",), (2,)), Edit(2, None, before=1), Edit(3, ("Mind it.",), (4,), None, tip), Edit(5, ()))
    second = (
        Edit(1, ()),
        Edit(2, ("Stop.",), (3,)),
        Edit(3, ("Hold it.",), (5,), None, tip),
        Edit(3, (ASKED,), (6,), asked=True),
        Edit(4, ("Gone.",), (1,)),
        Edit(5, ("Stay.",), (1,)),
    )

    lines = ["Begin.", "Wait.", "Look.", "Turn.", "Rest."]
    assert together(lines, first, second) == (
        Edit(1, ("Go on.",), (2,)),
        Edit(2, ("Stop.",), (3,), before=1),
        Edit(3, ("Mind it.", "Hold it."), (4, 5), None, tip),
        Edit(5, ()),
        Edit(3, (ASKED,), (6,), asked=True),
        Edit(4, ("Gone.",), (1,)),
    )
    other = (Edit(3, ("By the way.",), (1,), None, note),)
    assert together(lines, first, other) == first, "a note isn't made a tip"
    assert together(lines, first) == first
    assert together(lines) == ()


def test_what_one_reader_puts_together_stays_apart_where_the_other_has_changed_it() -> None:
    lines = ["Look at a part of it.", "Any expression can be evaluated.", "Press q."]
    editor = (
        Edit(1, ("Look at a part of it. You can evaluate any expression.",), (2,)),
        Edit(2, ()),
        Edit(3, ("Quit.",)),
    )

    assert together(lines, editor) == editor
    colleague = (Edit(1, ("Look at a part of it, such as the labels.",), (1,)),)
    assert together(lines, colleague, editor) == (*colleague, editor[2]), "the note isn't lost"
    colleague = (Edit(2, ("Any expression can be evaluated, not only printed.",), (1,)),)
    assert together(lines, colleague, editor) == (*colleague, editor[2]), "it doesn't stand twice"
    assert together(lines, (Edit(2, ()),), editor) == (editor[1], editor[0], editor[2]), "both drop it"
    assert together(lines, (Edit(3, ()),), editor) == (Edit(3, ()), *editor[:2])


def with_questions(guide: Guide) -> Guide:
    first, second = guide.sources[0].id, "u999"
    asked = (
        Answered("Can a *token* be changed?", "Yes:\n- its name\n- its permissions", (first,)),
        Answered("Who may see it?", "Only you, in **Profile**.", (second,)),
    )
    heard = Source(second, "You find it in your profile, and only you see it.", start=200.0)
    return replace(guide, questions=asked, sources=(*guide.sources, heard))


def test_markdown_has_them_behind_the_steps():
    page = render_markdown(with_questions(GUIDE))

    assert (
        r"""## Questions and answers

- **Can a \*token\* be changed?** Yes: [0:39]
  - its name
  - its permissions
- **Who may see it?** Only you, in **Profile**. [3:20]
"""
        in page
    )
    assert page.index("### Step 5") < page.index("## Questions") < page.index("## Lines to check")
    assert "## Questions" not in render_markdown(GUIDE)
    assert "## Fragen und Antworten" in render_markdown(with_questions(GERMAN))


def test_word_has_them_with_their_times_and_their_place_in_the_sources():
    document = docx.Document(io.BytesIO(render_docx(with_questions(GUIDE))))
    texts = [(p.style.name if p.style else "", p.text) for p in document.paragraphs]
    at = texts.index(("Heading 1", "Questions and answers"))

    assert texts[at + 1][1].replace("\u00a0", " ") == "Can a *token* be changed? Yes: [00:00:39]"
    assert [style for style, _ in texts[at + 1 : at + 5]] == [
        "List Bullet",
        "List Bullet 2",
        "List Bullet 2",
        "List Bullet",
    ]
    sources = [row.cells[0].text for table in document.tables for row in table.rows]
    assert sources[sources.index("Questions and answers") - 1].startswith("Step 5")


def test_slides_have_them():
    slides = Presentation(io.BytesIO(render_pptx(with_questions(GUIDE)))).slides
    shown = {slide.shapes.title.text_frame.text: slide.placeholders[1].text_frame.text for slide in slides}

    assert "Who may see it? Only you, in Profile." in shown["Questions and answers"]


def test_they_are_kept_and_a_guide_from_before_is_read():
    guide = with_questions(GUIDE)
    stored = guide.to_json()
    before = json.loads(GUIDE.to_json())
    del before["guide"]["questions"]

    assert Guide.from_json(stored) == guide
    assert Guide.from_json(json.dumps({**before, "version": 2})) == GUIDE


def needing(*needs: tuple[str, str | None]) -> Guide:
    return replace(GUIDE, prerequisites=tuple(Prerequisite(text, group=group) for text, group in needs))


def test_much_that_is_needed_is_sorted_by_kind():
    tools, spices = (("A bowl", "Tools"), ("A pot", "Tools")), (("Salt", "Spices"), ("Mace", "Spices"))
    guide = needing(tools[0], ("Time", None), spices[0], tools[1], spices[1], ("A brush", "For the end"))
    told = ["Tools:", "A bowl", "A pot", "Spices:", "Salt", "Mace", "Other:", "Time", "A brush"]

    page = render_markdown(guide)
    tree = (
        "- **Tools:**\n  - A bowl\n  - A pot\n- **Spices:**\n  - Salt\n  - Mace\n- **Other:**\n  - Time\n  - A brush\n"
    )
    assert tree in page
    assert "- **Sonstiges:**\n" in render_markdown(replace(guide, language="de"))
    assert docx.Document(io.BytesIO(render_docx(guide))).tables[0].rows[1].cells[1].text.split("\n") == told
    shown = [slide.placeholders[1].text_frame.text for slide in Presentation(io.BytesIO(render_pptx(guide))).slides]
    assert any("\n".join(told) in text.replace("\v", "\n") for text in shown)
    assert Guide.from_json(guide.to_json()) == guide


def test_where_much_of_it_is_of_no_kind_none_is_sorted():
    kinds = (("The handbook", "Mail"), ("A start date", None), ("The benefits", "Mail"), ("A portal", None))
    others = (("A desk", None), ("Links", "Mail"), ("A buddy", None))

    flat = "- The handbook\n- A start date\n- The benefits\n- A portal\n- A desk\n- Links\n- A buddy\n"
    assert flat in render_markdown(needing(*kinds, *others))


def test_little_that_is_needed_is_not():
    assert "- A bowl\n- Salt\n- A pot\n" in render_markdown(
        needing(("A bowl", "Tools"), ("Salt", None), ("A pot", "Tools"))
    )
