"""Placeholders in a company's template, filled in so that every line can be read."""

from __future__ import annotations

import docx
import pytest
from docx.enum.text import WD_BREAK
from hypothesis import given
from hypothesis import strategies as st

from pipeline.render.placeholders import fill_in, text_of

NOBODY = {"title": "Reset the router", "audience": "", "date": "May 2, 2026"}
"""The values of a guide without an audience."""


def lines_of(*texts: str, values=NOBODY) -> list[str]:
    """What becomes of paragraphs with these texts, each of which may be parted by tabs and line breaks."""
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    fill_in(document.element.body, values)
    return [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    ("line", "filled"),
    [
        ("For {{audience}} on {{date}}", "On May 2, 2026"),
        ("This guide was written for {{audience}} on {{date}}.", "On May 2, 2026."),
        ("{{audience}} {{date}}", "May 2, 2026"),
        ("{{date}} {{ audience }}", "May 2, 2026"),
        ("{{title}} for {{audience}}", "Reset the router"),
        ("{{title}} for {{audience}} on {{date}}", "Reset the router on May 2, 2026"),
        ("{{title}} for {{audience}}, {{date}}", "Reset the router, May 2, 2026"),
        ("{{title}} ({{audience}})", "Reset the router"),
        ("{{title}} ({{audience}}), {{date}}", "Reset the router, May 2, 2026"),
        ("{{title}} ({{audience}}, {{date}})", "Reset the router (May 2, 2026)"),
        ("{{title}} ({{date}}, {{audience}})", "Reset the router (May 2, 2026)"),
        ("({{audience}}) {{date}}", "May 2, 2026"),
        ("Acme Ltd. | For {{audience}} | {{date}}", "Acme Ltd. | May 2, 2026"),
        ("For {{audience}} of Acme – {{date}}", "May 2, 2026"),
        ("Audience: {{audience}}; date: {{date}}", "Date: May 2, 2026"),
        ("Approved. For {{audience}} on {{date}}", "Approved. On May 2, 2026"),
        ("Approved. For {{audience}}. Made on {{date}}", "Approved. Made on May 2, 2026"),
        ("{{audience}}, {{audience}}, {{date}}", "May 2, 2026"),
        ("{{audience}}向け、{{date}}", "May 2, 2026"),
        ("By {{author}} for {{audience}}", "By {{author}}"),
        ("Acme\tFor {{audience}}\t{{date}}", "Acme\t\tMay 2, 2026"),
        ("For {{audience}}\n{{date}}", "May 2, 2026"),
        ("{{date}}\nFor {{audience}}", "May 2, 2026"),
        ("1,000 copies of {{title}}", "1,000 copies of Reset the router"),
    ],
)
def test_a_line_without_an_audience_can_still_be_read(line: str, filled: str):
    assert lines_of(line) == [filled]


def test_a_line_whose_only_value_is_empty_goes():
    assert lines_of("Written for {{audience}}, by Acme", "{{date}}") == ["May 2, 2026"]


def test_the_words_around_a_value_keep_their_look_however_word_has_split_them():
    document = docx.Document()
    paragraph = document.add_paragraph("Guide: {{ti")
    paragraph.add_run("tle}}").bold = True
    paragraph.add_run(" for {{aud")
    paragraph.add_run("ience}}, ")
    paragraph.add_run("{{date}}").italic = True

    fill_in(document.element.body, NOBODY)

    assert paragraph.text == "Guide: Reset the router, May 2, 2026"
    assert [run.text for run in paragraph.runs if run.italic] == ["May 2, 2026"]


def test_a_page_break_and_a_text_box_outlive_the_line_that_they_are_in():
    document = docx.Document()
    broken = document.add_paragraph("For {{audience}}")
    broken.add_run().add_break(WD_BREAK.PAGE)
    boxed = document.add_paragraph("{{audience}}")
    inner = document.add_paragraph("Drawn up for {{audience}} on {{date}}")._p
    picture = boxed.add_run()._r.makeelement(f"{W}pict", {})
    boxed.runs[-1]._r.append(picture)
    picture.append(inner)

    fill_in(document.element.body, NOBODY)

    assert [text_of(p._p) for p in document.paragraphs] == ["\n", ""]
    assert text_of(inner) == "On May 2, 2026"


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_no_cell_is_left_without_a_paragraph():
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "For {{audience}}"
    fill_in(document.element.body, NOBODY)
    assert [paragraph.text for paragraph in cell.paragraphs] == [""]


PIECES = st.lists(
    st.sampled_from(["{{title}}", "{{audience}}", "{{date}}", "{{x}}", *"aZ ,.;()|\t\n", " for ", " – ", ". "])
)


@given(PIECES, st.sampled_from(["", "everyone"]))
def test_each_value_that_there_is_appears_and_no_place_for_it_is_left(pieces: list[str], audience: str):
    values = NOBODY | {"audience": audience}
    (made,) = lines_of("".join(pieces), "end", values=values)[:-1] or [""]

    for name, value in values.items():
        assert f"{{{{{name}}}}}" not in made
        if value:
            assert made.count(value) == pieces.count(f"{{{{{name}}}}}")
    assert made.count("{{x}}") == pieces.count("{{x}}")
    if audience:
        assert len(made) >= len("".join(pieces).replace("{{", "").replace("}}", "").strip())
