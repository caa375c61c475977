"""Lists inside the lines of a guide, as its documents show them."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import docx
import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipeline.guide import Action, Caution, CautionKind, Finding, FindingKind, Guide
from pipeline.render.docx import render_docx
from pipeline.render.markdown import render_markdown
from pipeline.render.pptx import render_pptx
from pipeline.render.text import line, on_one_line, with_list
from tests.fixtures.guides.ways import WAYS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WHY = Finding(FindingKind.UNCITED, "Why?")
SEND = "Send an email with:\n- the handbook\n- benefits & `forms`"


def guide_with(action: Action, *cautions: Caution) -> Guide:
    return replace(WAYS, steps=(replace(WAYS.steps[0], actions=(action,), cautions=cautions),))


def opened(guide: Guide, template: bytes | None = None) -> Any:
    return docx.Document(io.BytesIO(render_docx(guide, template=template)))


def shown(guide: Guide, template: bytes | None = None) -> list[Any]:
    return list(opened(guide, template).paragraphs)


def styled(paragraphs: list[Any], *names: str) -> list[tuple[str, str]]:
    found = [(str(p.style.name) if p.style else "", p.text) for p in paragraphs]
    return [(style, text) for style, text in found if style in names]


def empty_template() -> bytes:
    template = docx.Document()
    lacking = template.styles["List Bullet 2"].element
    lacking.getparent().remove(lacking)
    kept = io.BytesIO()
    template.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("template", [None, empty_template()], ids=["our look", "a template that lacks the style"])
def test_the_items_of_an_instruction_are_bullets_below_its_number(template: bytes | None) -> None:
    action = Action(SEND, ("u3",), code="mail", expected="It is sent.")
    document = opened(guide_with(action), template)
    names = ("List Number", "List Bullet 2", "Code Block", "Expected Result")
    (numbered, *bullets) = [p for p in document.paragraphs if p.style and p.style.name in names[:2]]

    assert styled(list(document.paragraphs), *names) == [
        ("List Number", "Send an email with:\u00a0[00:00:30]"),
        ("List Bullet 2", "the handbook"),
        ("List Bullet 2", "benefits & forms"),
        ("Code Block", "mail"),
        ("Expected Result", "Result: It is sent."),
    ]
    used = {p._p.pPr.numPr.numId.val for p in bullets}
    assert len(used) == 1
    assert numbered._p.pPr.numPr.numId.val not in used
    root = document.part.numbering_part.element
    number = next(n for n in root.findall(f"{W}num") if int(n.get(f"{W}numId")) in used)
    definition = number.find(f"{W}abstractNumId").get(f"{W}val")
    level = next(d for d in root.findall(f"{W}abstractNum") if d.get(f"{W}abstractNumId") == definition)[-1]
    assert level.find(f"{W}numFmt").get(f"{W}val") == "bullet"
    assert int(level.find(f"{W}pPr/{W}ind").get(f"{W}left")) > 454, "a level below the number"


def test_the_items_of_a_note_are_in_its_box() -> None:
    note = Caution(CautionKind.NOTE, "It has:\n- a key\n- a name", ("u3",), before=2, findings=(WHY,))
    boxes = [p for p in shown(guide_with(Action("Go."), note)) if p.style and p.style.name == "Note"]

    assert [p.text for p in boxes] == ["Note: It has:\u00a0[00:00:30]\u00a0[to check]", "a key", "a name"]
    assert [p._p.pPr.numPr is not None for p in boxes] == [False, True, True]
    spaces = [(p.paragraph_format.space_before, p.paragraph_format.space_after) for p in boxes]
    assert spaces == [(None, 0), (0, 0), (0, None)], "no gap within the box"


def test_markdown_nests_the_items() -> None:
    page = render_markdown(
        guide_with(
            Action(SEND, ("u3",), expected="It is sent.", findings=(WHY,)),
            Caution(CautionKind.NOTE, "It has:\n- 1. a key\n- <b>", ("u3",)),
        )
    )

    assert (
        "1. Send an email with: **[to check]**\n   - the handbook\n   - benefits & `forms`\n\n"
        "   **Result:** It is sent.\n"
    ) in page
    assert "   > **Note:** It has:\n   > - 1\\. a key\n   > - \\<b>\n" in page
    assert "“Send an email with: the handbook, benefits & \\`forms\\`” [0:30] Why?" in page, "lines to check"


def test_a_line_to_check_is_quoted_on_one_line() -> None:
    document = opened(guide_with(Action(SEND, findings=(WHY,))))
    table = next(t for t in document.tables if t.rows[0].cells[1].text == "What to check")

    assert table.rows[1].cells[1].text == "“Send an email with: the handbook, benefits & `forms`”\nWhy?"


@pytest.mark.parametrize(
    ("text", "lead", "items"),
    [
        ("Take:\n- \n- a\n-\n- b\n", "Take:", ("a", "b")),
        ("\n- a\n- b\n- c", "- a - b - c", ()),
        ("- a\n- b\n- c", "- a - b - c", ()),
        ("\u200b\n- a\n- b", "- a - b", ()),
        ("Take:\r\n- a\u2028- b", "Take:", ("a", "b")),
        ("Take\nthis", "Take this", ()),
    ],
)  # fmt: skip
def test_a_list_needs_a_line_above_it(text: str, lead: str, items: tuple[str, ...]) -> None:
    assert with_list(text) == (lead, items)


def test_at_most_thirty_items_are_shown_and_none_is_lost() -> None:
    texts = styled(shown(guide_with(Action("Take:\n" + "\n".join(f"- thing {n}" for n in range(40))))), "List Bullet 2")

    assert len(texts) == 30
    assert texts[-1][1].split(", ") == [f"thing {n}" for n in range(29, 40)]


@given(st.text() | st.text(alphabet="- \n:a1.*`[>"))
def test_no_text_becomes_more_than_its_line_and_its_list(text: str) -> None:
    lead, items = with_list(text)
    page = render_markdown(guide_with(Action(f"x{text}")))
    tokens = MarkdownIt("commonmark").enable("table").parse(page.partition("[00:")[0])

    assert all("\n" not in part and part == line(part) for part in (lead, *items, on_one_line(text)))
    assert len(items) != 1
    assert all(lead and item for item in items)
    opened = [token.type for token in tokens if token.nesting == 1 and token.level]
    assert {"blockquote_open", "heading_open", "fence"}.isdisjoint(opened)


def test_what_a_screen_shows_is_a_list_below_its_action() -> None:
    action = Action("Log in.", ("u3",), expected="You see:\n- the links\n- **Build** & `forms`")
    guide = guide_with(action)

    assert styled(shown(guide), "List Number", "Expected Result", "List Bullet 2") == [
        ("List Number", "Log in.\u00a0[00:00:30]"),
        ("Expected Result", "Result: You see:"),
        ("List Bullet 2", "the links"),
        ("List Bullet 2", "Build & forms"),
    ]
    assert "   **Result:** You see:\n   - the links\n   - **Build** & `forms`\n" in render_markdown(guide)
    slides = pptx.Presentation(io.BytesIO(render_pptx(guide)))
    texts = [
        p.text for slide in slides.slides for s in slide.shapes if s.has_text_frame for p in s.text_frame.paragraphs
    ]
    assert [text for text in texts if text in ("Result: You see:", "the links", "Build & forms")] == [
        "Result: You see:",
        "the links",
        "Build & forms",
    ]


COMPARED = """How they differ:
- | At least once | At most once
- **After** a failure | delivered `a | b` again | skipped
- Price | 1 € | –"""


def test_items_with_cells_are_a_table() -> None:
    guide = guide_with(Action("Decide.", ("u3",)), Caution(CautionKind.NOTE, COMPARED, ("u3",)))
    document = opened(guide)

    (table,) = [t for t in document.tables if t.rows[0].cells[1].text == "At least once"]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["", "At least once", "At most once"],
        ["After a failure", "delivered a | b again", "skipped"],
        ["Price", "1 €", "–"],
    ]
    assert (
        "   > **Note:** How they differ:\n   >\n   > |  | At least once | At most once |\n   > | --- | --- | --- |\n"
        "   > | **After** a failure | delivered `a \\| b` again | skipped |\n   > | Price | 1 € | – |\n"
    ) in render_markdown(guide)
    html = MarkdownIt("commonmark").enable("table").render(render_markdown(guide))
    assert "<th>At most once</th>" in html
    assert on_one_line(COMPARED) == (
        "How they differ: After a failure: At least once delivered `a | b` again, At most once skipped; "
        "Price: At least once 1 €, At most once –"
    )


def test_an_instruction_can_have_a_table_too() -> None:
    guide = guide_with(Action(COMPARED, ("u3",), expected=COMPARED))

    assert len([t for t in opened(guide).tables if t.rows[0].cells[-1].text == "At most once"]) == 1
    assert "   |  | At least once | At most once |\n   | --- | --- | --- |\n" in render_markdown(guide)


@pytest.mark.parametrize("items", ["- a | b\n- c", "- a | b\n- c | d", "- `ls | a`\n- `ls | b`\n- `ls | c`"])
def test_bars_that_make_no_table_stay(items: str) -> None:
    assert "| ---" not in render_markdown(guide_with(Action(f"Choose:\n{items}", ("u3",)))).split("## How")[0]
