"""Lists inside the lines of a guide."""

from __future__ import annotations

import pytest

from pipeline import listing


@pytest.mark.parametrize(
    ("text", "lead", "items"),
    [
        ("Send them:\n- the handbook\n- the forms", "Send them:", ("the handbook", "the forms")),
        ("Send them:\n• the handbook,\n  2. the forms;\n", "Send them:", ("the handbook", "the forms")),
        ("Send them:\n- the handbook\n  again\n- the forms", "Send them:", ("the handbook again", "the forms")),
        ("Send them:\n\n-\n- the handbook\n- \n- the forms", "Send them:", ("the handbook", "the forms")),
        ("Send\nthe handbook", "Send the handbook", ()),
        ("Send them:\n- the handbook", "Send them: the handbook", ()),
        ("- the handbook\n- the forms", "- the handbook the forms", ()),
        ("Set it to -5\n-5 is cold", "Set it to -5 -5 is cold", ()),
        ("\n- a\n- b", "- a b", ()),
        ("", "", ()),
    ],
)  # fmt: skip
def test_a_list_needs_a_line_above_it_and_two_items(text: str, lead: str, items: tuple[str, ...]) -> None:
    found = listing.split(text)

    assert found == (lead, items)
    assert listing.split(listing.listed(*found)) == found


def test_a_list_reads_as_a_sentence_on_one_line() -> None:
    assert listing.on_one_line("Send:\n- a book.\n- forms") == "Send: a book, forms"
    assert listing.on_one_line("Choose:\n- Public: all see it\n- Private: you do") == (
        "Choose: Public: all see it; Private: you do"
    )


def test_a_list_that_is_too_long_ends_with_all_the_rest() -> None:
    lead, items = listing.split("Take:\n" + "\n".join(f"- thing {n}" for n in range(50)))

    assert lead == "Take:"
    assert len(items) == listing.MOST_ITEMS
    assert items[-1].split(", ") == [f"thing {n}" for n in range(29, 50)]
