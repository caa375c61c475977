"""How a page is cut into passages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.knowledge.page import Block, BlockKind
from pipeline.knowledge.passages import LONGEST_CODE_WORDS, MOST_WORDS, count, cut

HEADING, TEXT, ITEM, TABLE, CODE = BlockKind


def words(number: int, word: str = "word") -> str:
    return " ".join([word] * (number - 1) + ["end."])


def test_a_passage_stands_under_its_headings():
    blocks = [
        Block(HEADING, "Guide", 1),
        Block(TEXT, words(120)),
        Block(HEADING, "Install", 2),
        Block(HEADING, "Linux", 3),
        Block(TEXT, words(110)),
        Block(HEADING, "Use", 2),
        Block(TEXT, words(105)),
    ]
    found = list(cut(blocks, "r2", first=7))
    assert [(p.id, p.reference, p.heading) for p in found] == [
        ("p7", "r2", "Guide"),
        ("p8", "r2", "Guide › Install › Linux"),
        ("p9", "r2", "Guide › Use"),
    ]


def test_small_sections_are_joined_below_what_they_have_in_common():
    blocks = [Block(HEADING, "Flags", 1)]
    for name in ("--all", "--none", "--some"):
        blocks += [Block(HEADING, name, 2), Block(TEXT, words(20))]
    [passage] = cut(blocks, "r1")
    assert passage.heading == "Flags"
    assert passage.text.splitlines()[::2] == ["--all", "--none", "--some"]


def test_a_long_section_is_parted_between_blocks():
    found = list(cut([Block(HEADING, "A", 1), *[Block(TEXT, words(90)) for _ in range(7)]], "r1"))
    assert [count(p.text) for p in found] == [270, 270, 90]
    assert {p.heading for p in found} == {"A"}


def test_a_long_paragraph_is_parted_between_sentences():
    sentence = words(40)
    found = list(cut([Block(TEXT, " ".join([sentence] * 20))], "r1"))
    assert all(p.text.endswith("end.") and count(p.text) <= MOST_WORDS for p in found)
    assert " ".join(p.text for p in found) == " ".join([sentence] * 20)


def test_code_is_never_cut():
    code = "\n".join(f"line {n} of the code" for n in range(150))
    found = list(cut([Block(TEXT, words(200)), Block(CODE, code), Block(TEXT, words(200))], "r1"))
    assert any(code in p.text for p in found)


def test_a_listing_that_nobody_cites_is_left_out():
    listing = "\n".join(f"0x{n:04x} 00 00" for n in range(LONGEST_CODE_WORDS))
    [passage] = cut([Block(TEXT, words(120)), Block(CODE, listing)], "r1")
    assert "0x" not in passage.text


def test_japanese_is_parted_between_sentences():
    found = list(cut([Block(TEXT, "設定を開いて保存をクリックします。" * 80)], "r1"))
    assert len(found) > 1
    assert all(p.text.endswith("。") and count(p.text) <= MOST_WORDS for p in found)


@given(
    st.lists(
        st.builds(
            Block,
            st.sampled_from(BlockKind),
            st.text(st.sampled_from("ab .\n字"), min_size=1, max_size=200).filter(str.strip),
            st.integers(1, 6),
        ),
        max_size=30,
    )
)
def test_nothing_is_lost_and_ids_are_in_order(blocks):
    found = list(cut(blocks, "r1"))
    assert [p.id for p in found] == [f"p{n}" for n in range(1, len(found) + 1)]
    kept = "".join("".join(p.text.split()) for p in found)
    for block in blocks:
        if block.kind is not HEADING:
            assert "".join(block.text.split()) in kept
