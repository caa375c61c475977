"""What names another step is a link to it."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest

from pipeline.guide import Action, Guide, WriterKind
from pipeline.render.cross_references import CrossReferences
from pipeline.render.docx import render_docx
from pipeline.render.markdown import render_markdown
from tests.fixtures.guides.ways import WAYS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FIRST, SSH, PASSPHRASE, PAGE, UNPACK, LAST = WAYS.steps


def saying(text: str, guide: Guide = WAYS) -> Guide:
    """The guide, in whose first step this is the first action."""
    first = replace(guide.steps[0], actions=(Action(text, FIRST.actions[0].citations), *FIRST.actions[1:]))
    return replace(guide, steps=(first, *guide.steps[1:]))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"If it is there, go to “{UNPACK.title}”.", [(f"“{UNPACK.title}”", "step_5")]),
        (
            f"Weiter mit „{UNPACK.title}“ oder «{LAST.title}».",
            [(f"„{UNPACK.title}“", "step_5"), (f"«{LAST.title}»", "step_6")],
        ),
        (f"Go on with “{SSH.title}”.", [(f"“{SSH.title}”", "step_2")]),
        ("Take “Web page”.", [("“Web page”", "option_2")]),
        (f"Go to {UNPACK.title}, and click “Download”.", []),
        (f"“{UNPACK.title} now”", []),
    ],
)
def test_a_name_in_quotation_marks_leads_to_what_it_names(text: str, found: list[tuple[str, str]]):
    pieces = list(CrossReferences(WAYS).pieces(text))

    assert "".join(piece for piece, _ in pieces) == text
    assert [(piece, to) for piece, to in pieces if to] == found


def test_what_two_steps_are_called_leads_nowhere():
    twice = replace(WAYS, steps=(*WAYS.steps[:-1], replace(LAST, title=UNPACK.title)))

    assert list(CrossReferences(twice).pieces(f"“{UNPACK.title}”")) == [(f"“{UNPACK.title}”", None)]
    assert list(CrossReferences(replace(WAYS, steps=())).pieces("“x”")) == [("“x”", None)]


def test_it_is_a_link_in_word_and_in_markdown():
    guide = saying(f"If it is there, go to “{UNPACK.title}”.")

    assert f"go to [“{UNPACK.title}”](#step-3-unpack-the-archive" in render_markdown(guide)
    document = docx.Document(io.BytesIO(render_docx(guide)))
    links = [
        (link.get(f"{W}anchor"), "".join(t.text or "" for t in link.iter(f"{W}t")))
        for link in document.element.body.iter(f"{W}hyperlink")
    ]
    assert ("step_5", f"“{UNPACK.title}”") in links
    assert any(mark.get(f"{W}name") == "step_5" for mark in document.element.body.iter(f"{W}bookmarkStart"))


@pytest.mark.parametrize(
    ("code", "told"), [("git clone <address>", True), ("git clone it", False), ("<b>bold</b> <text to show>", False)]
)
def test_what_is_to_be_filled_in_is_explained_once_above_the_steps(code: str, told: bool):
    typed = replace(FIRST.actions[0], code=code)
    guide = replace(WAYS, steps=(replace(FIRST, actions=(typed, typed), writer=WriterKind.MODEL), *WAYS.steps[1:]))

    texts = [each.text for each in docx.Document(io.BytesIO(render_docx(guide))).paragraphs]
    german = render_markdown(replace(guide, language="de"))
    assert texts.count("Fill in what stands in <angle brackets>, without the brackets.") == told
    assert german.count("was in \\<spitzen Klammern> steht, ohne die Klammern.") == told
