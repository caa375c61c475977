"""What only announces more talk isn't quoted for an instruction."""

from __future__ import annotations

import pytest

from pipeline.speech.likely_instructions import _DESCRIBES


@pytest.mark.parametrize(
    ("sentence", "announces"),
    [
        ("So let's keep plugging along and see how far we get.", True),
        ("We can go wherever you want with this.", True),
        ("We should probably start wrapping up here.", True),
        ("Let's go and take a look at the drawer.", True),
        ("Let's show the pot quickly.", True),
        ("Let's do the simple one over here.", True),
        ("Let's do it with the lid on.", False),
        ("Let's keep the lid on the pot.", False),
        ("We can go two ways from here.", False),
        ("Start wrapping up the parcel in paper.", False),
    ],
)
def test_an_announcement_is_known(sentence: str, announces: bool) -> None:
    assert bool(_DESCRIBES.match(sentence)) is announces
