"""A draft's text becomes plain text that can be in a document."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cleaning import MASKS, clean_code, clean_line, shorten, strip_markup, visible
from pipeline.secrets.cues import Kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, ""),
        ("  Click\n Save\t now ", "Click Save now"),
        ("Click <b>Save</b>.", "Click Save."),
        ("Click **Save** and *wait*.", "Click Save and wait."),
        ("1. Click Save.", "Click Save."),
        ("- [ ] Click Save.", "Click Save."),
        ("Type `git status`.", "Type `git status`."),
        ("Type ``` git.", "Type git."),
        ("Tell <@U123|anna> now.<!here>", "Tell anna now."),
        ("See [the page](https://example.com).", "See the page."),
        ("&lt;script&gt;x&lt;/script&gt;Click", "Click"),
        ("a < b and b > a", "a < b and b > a"),
        ("Type __init__ and 2 * 3 * 4.", "Type __init__ and 2 * 3 * 4."),
        ("Ｓａｖｅ the 𝐟𝐢𝐥𝐞", "Save the file"),
        ("版本：３", "版本：3"),
        ("Use AT&T, R&D &amp; more", "Use AT&T, R&D & more"),
    ],
)
def test_a_line_becomes_plain(text: str | None, expected: str):
    assert clean_line(text) == expected


def test_a_tag_that_people_speak_of_stays():
    assert clean_line("Add a <div> inside.", said="so we add a div here") == "Add a <div> inside."
    assert clean_line("Add a <div onclick=x> inside.", said="so we add a div here") == "Add a inside."


def test_a_link_stays_where_it_is_known():
    text = "See [the page](https://example.com/a)."
    assert strip_markup(text, keep_url=lambda url: "example.com" in url) == "See the page (https://example.com/a)."


def test_joiners_stay_where_a_script_is_spelt_with_them():
    assert visible("می\u200cخواهم") == "می\u200cخواهم"
    assert visible("sa\u200cve") == "save"


def test_a_long_line_is_cut_between_words():
    assert shorten("one two three four", 10) == "one two…"
    assert len(clean_line("word " * 500)) <= 400


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("```bash\ngit status\n```", "git status"),
        ("~~~\nls\n\n~~~ \n", "ls"),
        ("```\necho ```\ncat a.txt", "echo ```\ncat a.txt"),
        ("```sh\nls", "ls"),
        ("`git status`", "git status"),
        ("  if x:\r\n    y  \r\n", "  if x:\n    y"),
        ("git\u200b st\u202eatus\x07", "git status"),
        ("x" * 5000, ""),
        ("", ""),
        (None, ""),
    ],
)
def test_code_stays_as_it_is_typed(code: str | None, expected: str):
    assert clean_code(code) == expected


@given(st.text(max_size=300))
def test_any_text_becomes_one_visible_line_and_stays_so(text: str):
    line = clean_line(text)
    assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn")]
    assert "\n" not in line
    assert line == line.strip()
    line.encode()


@given(st.text(alphabet="<>!@#[]()*`&;ab/|:h tp", max_size=120))
def test_markup_made_of_pieces_leaves_no_tag_or_mention(text: str):
    line = clean_line(text)
    assert not re.search(r"<[!@#][^<>|\s]+(?:\|[^<>]*)?>", line)
    assert not re.search(r"<[A-Za-z]+(?:\s[^<>]*)?/?>", line)
    assert not re.search(r"\[[^\[\]]+\]\([^()\s]+\)", line)


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Enter `<user name>` there.", "Enter `<user name>` there."),
        ("Send `GET /<list ID>/items` to `https://<host>/x`.", "Send `GET /<list ID>/items` to `https://<host>/x`."),
        ("Enter <user name> there.", "Enter <user name> there."),
        ("Enter <input disabled> there.", "Enter there."),
        ("Enter <b>this</b>, `<a href=x>it</a>`.", "Enter this, `it`."),
        ("Enter `<script>x()</script>`.", "Enter ."),
    ],
)
def test_what_the_reader_puts_in_is_no_tag(line: str, kept: str):
    assert strip_markup(line) == kept


def test_masks_of_secrets_stay_and_elements_of_the_same_name_go():
    assert {kind.mask for kind in Kind} == MASKS
    for mask in MASKS:
        assert clean_line(f"Enter {mask}.") == f"Enter {mask}."
    assert clean_line("Run <code>rm</code> there.") == "Run rm there."
