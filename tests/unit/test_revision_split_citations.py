"""A line that is split into several: what each of them cites."""

from __future__ import annotations

import pytest

from pipeline.guide import Action
from pipeline.revision.split_citations import split_citations
from pipeline.transcript import Transcript, Utterance
from pipeline.writing import Edit, GuideLine
from tests.unit.edited_guides import Editor, after, edit

SAID = (
    "Drag the blue layer to the top.",
    "Exactly.",
    "Then you export it as a PNG file.",
    "The width is eighty pixels, and the height forty.",
)
TRANSCRIPT = Transcript("t", tuple(Utterance(n, text) for n, text in enumerate(SAID, 1)), language="en")


def apart(*texts: str, ids: tuple[int, ...], language: str = "en") -> tuple[tuple[int, ...], ...]:
    (made,) = split_citations([Edit(1, texts, ids)], [GuideLine("action", "x", (9,))], TRANSCRIPT, language, ())
    return made.apart


@pytest.mark.parametrize(
    ("texts", "ids", "each"),
    [
        (("Drag the blue layer to the top.", "Export it as a PNG file."), (3, 1), ((1,), (3,))),
        (("Drag the blue layer to the top.", "Export the layer as a PNG file."), (1, 3), ((1,), (3,))),
        (("Drag the blue layer to the top.", "Export it as a PNG file."), (1, 2, 3), ((1, 2), (2, 3))),
        (("Export it as a PNG file.", "Enter 80 pixels."), (3, 4), ((3,), (4,))),
        (("Export it as a PNG file.", "Enter the number 80."), (3, 4), ((3,), (4,))),
        (("Do this.", "Export it as a PNG file."), (1, 3), ((1,), (3,))),
    ],
)
def test_each_line_cites_what_its_words_rest_on(
    texts: tuple[str, ...], ids: tuple[int, ...], each: tuple[tuple[int, ...], ...]
) -> None:
    assert apart(*texts, ids=ids) == each


def test_a_single_line_and_a_translation_cite_all() -> None:
    assert apart("Drag the blue layer to the top.", ids=(1, 3)) == ()
    assert apart("Ziehen Sie die Ebene nach oben.", "Exportieren Sie sie.", ids=(1, 3), language="de") == ()


async def test_an_action_that_becomes_two_is_cited_apart() -> None:
    opened, put = "Open the valve at the boiler.", "Put the bucket under the tap first."
    editor = Editor({"Open the valve again.": edit(put, opened)})

    (_, drain), _ = await after(editor)

    assert drain.actions[1:] == (Action(put, ("u6",)), Action(opened, ("u1",)))
