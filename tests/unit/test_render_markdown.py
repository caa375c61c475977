"""A guide as Markdown."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipeline.guide import (
    Action,
    Confidence,
    Extract,
    LeftOut,
    Level,
    Reference,
    ReferenceStatus,
    Source,
    WriterKind,
)
from pipeline.render.markdown import render_markdown
from pipeline.render.markdown_text import escaped, fenced
from pipeline.render.text import line
from pipeline.transcript import Timing
from tests.fixtures.guides.cloudflare import GUIDE
from tests.fixtures.guides.languages import GERMAN


def test_a_step_reads_well_as_it_is():
    page = render_markdown(GUIDE)

    warned = (
        "The secret is shown only once. Anyone who has it can do what you have authorized: treat it like a password."
    )
    assert (
        rf"""### Step 5: Create the token and keep its secret [2:43]

You have the secret that programs log in with, in a safe place.

1. Click “Continue to summary” and review your selections.
2. Choose “Create Token”.

   **Result:** The dashboard displays the new token's secret.

   > **Warning:** {warned} [2:54]

3. Copy the secret to a secure location at once.
4. Check that the token works.[^1]

   ```
   curl "https://api.cloudflare.com/client/v4/user/tokens/verify" \
        --header "Authorization: Bearer <API_TOKEN>"
   ```

   **Result:** The answer says that the token is active.
"""
        in page
    )


def test_only_what_would_begin_a_list_is_escaped() -> None:
    assert [escaped(text) for text in ("1. 01", "0.01. 01", "3)", "3D")] == ["1\\. 01", "0.01. 01", "3\\)", "3D"]


def test_an_ampersand_is_escaped_only_where_it_could_begin_a_character() -> None:
    texts = ("Nest &:hover in R&D & more.", "Write &lt; and &#38;.", "Type a&b")

    assert [escaped(text) for text in texts] == [texts[0], "Write &amp;lt; and &amp;#38;.", "Type a&amp;b"]


def test_a_time_holds_for_the_lines_behind_it():
    told = (("Open it.", "u11"), ("Close it.", "u12"), ("Look.", "u3"), ("Go back.", "u2"))
    actions = tuple(Action(text, (source,)) for text, source in told)
    step = replace(GUIDE.steps[0], actions=actions, cautions=())
    starts = {"u11": 10.0, "u12": 45.1, "u3": 36.0, "u2": 25.0}
    sources = tuple(Source(name, "x", start=start) for name, start in starts.items())
    one = render_markdown(replace(GUIDE, steps=(step, replace(step, number=2)), sources=sources))

    for number in (1, 2):
        body = one.partition(f"### Step {number}: Copy your account ID [0:10]\n")[2]
        assert (
            body.lstrip()
            .partition("1. ")[2]
            .startswith("Open it.\n2. Close it. [0:45]\n3. Look.\n4. Go back. [0:25]\n")
        )


def test_an_estimated_time_is_shown_at_the_heading_and_not_at_each_line():
    told = (("Open it.", "u11"), ("Close it.", "u12"), ("Look.", "u3"), ("Go on.", "u2"))
    actions = tuple(Action(text, (source,)) for text, source in told)
    step = replace(GUIDE.steps[0], actions=actions, cautions=())
    starts = {"u11": 10.0, "u12": 95.0, "u3": 75.0, "u2": 190.0}
    sources = tuple(Source(name, "x", start=start, timing=Timing.ABOUT) for name, start in starts.items())

    page = render_markdown(replace(GUIDE, steps=(step,), sources=sources))

    assert "1. Open it.\n2. Close it.\n3. Look.\n4. Go on.\n" in page
    assert page.count("[about ") == 1
    assert re.search(r"^### .*\[about 0:10\]$", page, re.MULTILINE)


def test_times_lead_to_what_was_said_and_the_words_are_in_word():
    assert "“The secret is shown only once" not in render_markdown(GUIDE)


def test_every_mark_has_its_footnote_and_every_footnote_its_mark():
    page = render_markdown(GUIDE)

    assert set(re.findall(r"\[\^(\d+)\](?!:)", page)) == set(re.findall(r"^\[\^(\d+)\]:", page, re.MULTILINE))


def test_with_a_recording_its_times_open_it():
    page = render_markdown(replace(GUIDE, recording="https://youtu.be/abc"))

    assert "### Step 5: Create the token and keep its secret [2:43](https://youtu.be/abc?t=163s)\n" in page
    assert "\nRecording: <https://youtu.be/abc>\n" in page


def test_the_confidence_of_each_step_stands_at_the_end():
    page = render_markdown(GUIDE)
    _, _, made = page.partition("## How this guide was made")

    assert "onfidence" not in page.removesuffix(made)
    assert (
        "\n| Step | Confidence |\n| --- | --- |\n| [Step 3](#step-3-start-a-new-token-from-a-template-132) | "
        f"Medium confidence – {GUIDE.steps[2].confidence.reason} |\n| [Step 4]"
    ) in made
    assert "High" not in made


def test_if_one_can_be_sure_of_all_steps_nothing_says_so():
    sure = render_markdown(replace(GUIDE, steps=GUIDE.steps[:2]))

    assert "onfidence" not in sure


def test_an_extract_says_so_below_its_title():
    page = render_markdown(replace(GUIDE, audience=None, extract=Extract(12, 1400)))

    assert page.split("\n\n")[1].startswith("> **Note:** This is only an extract. Without a language model, Script2Doc")
    assert page.split("\n\n")[1].endswith("12 of 1,400.")
    assert "\n- **Notes**: For a fuller guide, " in page
    assert "only an extract" not in render_markdown(GUIDE)


def test_what_there_is_no_room_for_is_said_below_the_title():
    page = render_markdown(replace(GUIDE, language="de", audience=None, left_out=LeftOut(1640, 2000)))

    assert page.split("\n\n")[1].startswith("> **Hinweis:** Dies ist nur ein Teil der Aufzeichnung: ")
    assert page.split("\n\n")[1].endswith("Weggelassen: 1.640 von 2.000.")


def test_lines_to_check_are_marked_and_listed():
    page = render_markdown(GUIDE)

    assert "go to My Profile › API Tokens. **[to check]**" in page
    assert (
        "- **[Step 3, instruction 2](#step-3-start-a-new-token-from-a-template-132)**: "
        "“For a user token, go to My Profile › API Tokens.” [1:34] The recording says" in page
    )


def test_the_fixed_words_are_in_the_language_of_the_guide():
    page = render_markdown(GERMAN)

    assert "### Schritt 1: Den Webserver installieren" in page
    assert "> **Warnung:** Öffnen Sie Port 80 nicht" in page


def test_text_cannot_become_markup():
    assert escaped("1. <b>*Save*</b> | [x](http://y) `z` &lt; $q$") == (
        r"1\. \<b>\*Save\*\</b> \| \[x\](http://y) \`z\` &amp;lt; \$q\$"
    )
    assert escaped("# no heading") == r"\# no heading"
    assert escaped("- no list\n- at all") == r"\- no list - at all"


def test_code_in_an_instruction_stays_code():
    step = replace(GUIDE.steps[0], actions=(Action("Run `git *` in <home>."),), cautions=())

    assert "1. Run `git *` in \\<home>." in render_markdown(replace(GUIDE, steps=(step,)))


def test_a_fence_is_longer_than_any_in_the_code():
    assert fenced("```\nx\n```") == ["````", "```", "x", "```", "````"]


def test_an_address_that_is_none_is_no_link():
    page = render_markdown(replace(GUIDE, references=(replace(GUIDE.references[0], url="javascript:alert(1)"),)))

    assert "<javascript" not in page
    assert "javascript:alert(1)" in page


@given(st.text() | st.text(alphabet="*_`~[]()<>#+-=|!\\&$:1.) \n\tabhttps/"))
def test_a_reader_of_markdown_gets_the_very_text_back(text: str):
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(f"x {escaped(text)}")

    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    pieces = tokens[1].children or []
    assert {piece.type for piece in pieces} <= {"text", "text_special"}
    assert "".join(piece.content for piece in pieces) == f"x {line(text)}".strip()


@given(st.text(alphabet="*_`~[]()<>#+-=|!\\&$:1.) ab\n\t", min_size=1))
def test_a_line_never_begins_a_list_a_heading_or_a_quotation(text: str):
    tokens = MarkdownIt("commonmark").enable("table").parse(escaped(text))

    assert [token.type for token in tokens] in ([], ["paragraph_open", "inline", "paragraph_close"])


def test_a_page_that_was_left_alone_is_not_called_read():
    left = Reference("r1", "https://a.example/", ReferenceStatus.UNUSED, reason="Not used: no model.")

    page = render_markdown(replace(GUIDE, references=(left,)))

    assert "https://a.example/>. Not used: no model.\n" in page


def test_more_than_four_sentences_of_what_it_is_about_are_a_list():
    few = "This is it. It helps. It is small. It isn't free."
    many = f"{few} It ends today."

    assert f"\n\n{few}\n\n" in render_markdown(replace(GUIDE, about=few))
    assert "\n\nThis is it. It helps. It is small.\n\n- It isn't free.\n- It ends today.\n\n" in render_markdown(
        replace(GUIDE, about=many)
    )


def test_what_holds_for_all_steps_of_a_guide_without_a_model_is_one_line():
    reason = "2 of 2 instructions backed by a source; written without a language model"
    steps = tuple(
        replace(step, writer=WriterKind.EXTRACTIVE, confidence=Confidence(Level.MEDIUM, reason)) for step in GUIDE.steps
    )
    page = render_markdown(replace(GUIDE, steps=steps))
    assert "- **Confidence**: Medium for every step." in page
    assert "| Step | Confidence |" not in page

    less = replace(steps[0], confidence=Confidence(Level.MEDIUM, reason.replace("2 of 2", "1 of 2")))
    assert "| Step | Confidence |" in render_markdown(replace(GUIDE, steps=(less, *steps[1:])))
