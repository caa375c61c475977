"""What a guide as a Word document rests on: what was said, and pages."""

from __future__ import annotations

from dataclasses import replace

from pipeline.guide import Reference, ReferenceStatus
from pipeline.options import SourcesForm
from tests.fixtures.guides.cloning import GUIDE as CLONING
from tests.fixtures.guides.cloudflare import GUIDE
from tests.unit.word_documents import W, opened, styled


def sources(document):
    """The rows of the list of sources, without its heading."""
    table = next(t for t in document.tables if t.rows[0].cells[1].text in ("What was said", "Time"))
    return [(row.cells[0].text, [p.text for p in row.cells[1].paragraphs], row) for row in table.rows[1:]]


def test_the_sources_are_quoted_word_for_word_by_step_and_lead_back():
    rows = sources(opened())
    name, moments, row = next(each for each in rows if each[0].startswith("Step 5"))
    bookmarks = {mark.get(W + "name") for mark in row._tr.iter(W + "bookmarkStart")}
    anchors = [link.get(W + "anchor") for link in row._tr.iter(W + "hyperlink")]

    assert [name.partition(":")[0] for name, _, _ in rows] == ["At a glance", *(f"Step {n}" for n in range(1, 6))]
    assert name == "Step 5: Create the token and keep its secret"
    assert moments == [
        "00:02:43–00:02:57  “Click continue to summary to review your selections. If everything looks correct, choose "
        "Create Token.” “Copy it immediately to a secure location. The secret is shown only once. Anyone with a token "
        "can perform the actions you've authorized, so treat it like a password.”\u00a0(5, 5.1, 5.2, 5.3)"
    ]
    assert bookmarks == {f"source_{n}" for n in range(22, 27)}
    assert anchors == ["step_5", "step_5", "action_5_1", "action_5_2", "action_5_3"]


def test_every_source_stands_in_the_list_once():
    for form in SourcesForm:
        names = [mark.get(W + "name") for mark in opened(sources=form).element.body.iter(W + "bookmarkStart")]

        assert sorted(name for name in names if name.startswith("source_")) == sorted(
            f"source_{n}" for n, _ in enumerate(GUIDE.sources, 1)
        )


def test_the_speakers_are_named_if_there_are_several():
    (_, (moment,), _) = next(row for row in sources(opened(CLONING)) if row[0].startswith("Step 2"))

    assert moment == (
        "00:00:41–00:00:55  Maya: “On the dashboard, open your project, and click the green button that says Clone.” "
        "Tom: “That little window now has three tabs, HTTPS, SSH and command line.” "
        "Maya: “It doesn't matter which one you take, you get the same files.”\u00a0(2, 2.1, 2.2)"
    )


def test_sources_in_short_are_times_that_open_the_recording():
    rows = sources(opened(replace(GUIDE, recording="https://youtu.be/abc"), sources=SourcesForm.SHORT))
    _, moments, row = next(each for each in rows if each[0].startswith("Step 4"))

    assert moments == [
        "00:02:00–00:02:04\u00a0(4.1) · 00:02:13–00:02:21\u00a0(4.1, 4.2) · 00:02:32–00:02:36\u00a0(4, 4.3)"
    ]
    assert [p.address for p in row.cells[1].paragraphs[0].hyperlinks if p.address] == [
        f"https://youtu.be/abc?t={second}s" for second in (120, 133, 152)
    ]


def test_sources_in_short_are_quoted_if_they_have_no_times():
    untimed = tuple(replace(source, start=None, end=None) for source in GUIDE.sources)

    rows = sources(opened(replace(GUIDE, sources=untimed), sources=SourcesForm.SHORT))

    assert rows[-1][1][0].startswith("22–23  “Click continue to summary")


def test_a_passage_names_its_page_and_links_to_it():
    document = opened()
    table = next(t for t in document.tables if t.rows[0].cells[1].text == "What the page says")
    number, text, _ = table.rows[1].cells

    assert text.text.startswith("Create API token › Create an API token › Verify the token\n“To verify that")
    assert number.paragraphs[0].hyperlinks[0].address == GUIDE.references[0].url


def test_reference_pages_say_what_became_of_them():
    pages = styled(opened(), "Reference")

    assert "Used. Fetched on November 23, 2026." in pages[0]
    assert pages[1].endswith("Not used: it arrived too late. It hadn't arrived 3 seconds after the start.")
    assert pages[2].endswith("Not used: it couldn’t be read. The server answered 404 (not found).")


def test_a_page_that_was_left_alone_is_not_called_read():
    left = Reference("r1", "https://a.example/", ReferenceStatus.UNUSED, reason="Not used: no model.")

    pages = styled(opened(replace(GUIDE, references=(left,))), "Reference")

    assert pages == ["https://a.example/\nNot used: no model."]


def test_without_times_the_sources_are_numbered():
    untimed = tuple(replace(source, start=None, end=None) for source in GUIDE.sources)
    document = opened(replace(GUIDE, sources=untimed))

    assert [moment[:4] for moment in sources(document)[1][1]] == ["2  “", "3–4 "]
    assert styled(document, "List Number")[0] == "Log in and go to the accounts page. [2]"
