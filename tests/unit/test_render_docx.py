"""A guide as a Word document."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import docx
import pytest

from pipeline.guide import Action, Caution, CautionKind, Extract, LeftOut, Level, Source
from pipeline.options import Paper
from pipeline.render.deck import deck
from pipeline.render.docx import render_docx
from pipeline.render.markdown import render_markdown
from tests.fixtures.guides.cloudflare import GUIDE
from tests.fixtures.guides.languages import ARABIC, GERMAN, HINDI, JAPANESE
from tests.unit.word_documents import W, opened, part, styled


def test_steps_are_headings_and_actions_are_numbered_paragraphs():
    document = opened()

    actions = [p for p in document.paragraphs if p.style.name == "List Number"]

    headings = styled(document, "Heading 2")
    assert [re.sub(r"\s\[[\d:]+\]$", "", text) for text in headings] == [
        f"Step {step.number}: {step.title}" for step in GUIDE.steps
    ]
    assert headings[0].endswith("[00:00:51]")
    assert len(actions) == sum(len(step.actions) for step in GUIDE.steps)
    assert all(p._p.pPr.numPr is not None for p in actions)


@pytest.mark.parametrize(("long", "together"), [(False, True), (True, False)], ids=["brief", "long"])
def test_brief_sources_stay_on_the_page_of_what_comes_after_them(long: bool, together: bool):
    said = "Now open the menu and choose Export. " * (50 if long else 1)
    sources = tuple(replace(source, quote=said) for source in GUIDE.sources[:6])
    steps = tuple(
        replace(step, actions=tuple(replace(a, citations=(sources[0].id,)) for a in step.actions), cautions=())
        for step in GUIDE.steps
    )
    document = opened(replace(GUIDE, steps=steps, sources=sources, references=(), prerequisites=()))
    table = next(t for t in document.tables if "What was said" in t.rows[0].cells[1].text)

    kept = {p.paragraph_format.keep_with_next for row in table.rows[1:] for cell in row.cells for p in cell.paragraphs}
    assert kept == ({True} if together else {None})


def test_numbers_start_again_with_each_step():
    document = opened()
    lists = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"]
    starts = {
        int(num.get(W + "numId")): [s.get(W + "val") for s in num.iter(W + "startOverride")]
        for num in document.part.numbering_part.element.findall(W + "num")
    }

    assert [lists.count(n) for n in dict.fromkeys(lists)] == [len(step.actions) for step in GUIDE.steps]
    assert all(starts[n] == ["1"] for n in lists)


def test_the_contents_are_a_field_with_its_entries_and_without_page_numbers():
    document = opened()
    contents = document.element.body.find(W + "sdt")
    entries = ["".join(t.text for t in p.iter(W + "t")) for p in contents.iter(W + "p")]

    assert [i.text.strip() for i in contents.iter(W + "instrText")] == [r'TOC \o "1-2" \h \z \u']
    assert entries == ["Contents", *(p.text for p in document.paragraphs if p.style.name in ("Heading 1", "Heading 2"))]
    assert document.settings.element.find(W + "updateFields") is None


def test_a_line_ends_with_its_marks():
    lines = styled(opened(), "List Number")

    assert (
        lines[1]
        == "At the end of your account's row, open the menu and select “Copy Account ID”. [00:00:51] [00:01:08]"
    )
    assert lines[4] == "Click to copy the zone ID. [00:01:20] [00:01:25] [00:01:18]"
    assert lines[-1] == "Check that the token works. [1]"


def test_with_a_recording_a_time_opens_it_at_that_second():
    document = opened(replace(GUIDE, recording="https://www.youtube.com/watch?v=abc"))

    addresses = [link.address for p in document.paragraphs for link in p.hyperlinks]

    assert "https://www.youtube.com/watch?v=abc&t=51s" in addresses


def test_a_caution_stands_in_front_of_its_action_with_its_kind_in_words():
    body = [p.text for p in opened().paragraphs]
    warning = next(i for i, text in enumerate(body) if text.startswith("Warning: The secret is shown only once."))

    assert body[warning + 1].startswith("Copy the secret")


def test_what_to_check_is_a_comment_on_the_very_line_and_shows_in_print():
    document = opened()
    comments = {c.comment_id: c for c in document.comments}
    line = next(p for p in document.paragraphs if p.text.startswith("For a user token"))
    (reference,) = [int(r.get(W + "id")) for r in line._p.iter(W + "commentReference")]

    assert comments[reference].text.startswith("Check this line: The recording says “profile API tokens”")
    assert comments[reference].author == "Script2Doc"
    assert line.text.endswith("[to check]")
    assert "Lines to check" in styled(document, "Heading 1")


def test_confidence_stands_at_the_end_and_not_between_the_reader_and_the_steps():
    document = opened()
    *others, last = document.tables

    texts = [p.text for p in document.paragraphs]
    end = len(texts) - texts[::-1].index("How this guide was made")
    assert not [text for text in texts[:end] if "onfidence" in text]
    assert not [cell.text for table in others for row in table.rows for cell in row.cells if "onfidence" in cell.text]
    assert [[cell.text for cell in row.cells] for row in last.rows] == [
        ["Step", "Confidence"],
        ["Step 3", f"Medium confidence – {GUIDE.steps[2].confidence.reason}"],
        ["Step 4", f"Low confidence – {GUIDE.steps[3].confidence.reason}"],
    ], "of high confidence there is nothing to say"
    assert "Table 3: Steps with medium or low confidence, and why." in styled(document, "Caption")


def test_if_one_can_be_sure_of_all_steps_nothing_says_so():
    sure = replace(GUIDE, steps=tuple(step for step in GUIDE.steps if step.confidence.level is Level.HIGH))
    document = opened(sure)

    assert document.tables[-1].rows[0].cells[1].text == "What the page says"
    assert not [text for text in styled(document, "Table Text") if "onfidence" in text]


@pytest.mark.parametrize(
    ("language", "extract", "set_up", "said"),
    [
        (
            "en",
            Extract(12, 40),
            False,
            "Note: This is only an extract. Without a language model, Script2Doc understood fewer than half of the "
            "recording’s sentences: 12 of 40.",
        ),
        (
            "en",
            Extract(0, 40, quotes=True),
            True,
            "Note: This is only an extract. No instructions were found in the recording, so it quotes what was said.",
        ),
        ("nl", Extract(2, 40, language_read=False), False, "begrijpt Script2Doc alleen deze talen: Engels, Duits"),
    ],
)
def test_an_extract_says_so_before_anything_else(language: str, extract: Extract, set_up: bool, said: str):
    guide = replace(GUIDE, language=language, extract=extract, making=replace(GUIDE.making, model_set_up=set_up))

    title, first, *_ = (p.text for p in opened(guide).paragraphs if p.style and p.style.name not in ("Subtitle",))

    assert title == GUIDE.title
    assert said in first
    assert "OPENAI_API_KEY" not in first
    assert said not in opened().paragraphs[1].text


def test_a_guide_without_room_for_all_that_was_told_says_so_before_anything_else():
    guide = replace(GUIDE, audience=None, extract=Extract(12, 40), left_out=LeftOut(1640, 2000))

    paragraphs = [p.text for p in opened(guide).paragraphs]

    assert paragraphs[1].startswith("Note: This is only an extract.")
    assert paragraphs[2] == (
        "Note: This is only part of the recording, which has more instructions than these steps have room for. "
        "Left out: 1,640 of 2,000."
    )


@pytest.mark.parametrize(
    ("set_up", "said"),
    [
        (False, "For a fuller guide, whoever runs Script2Doc can set up a language model. Then make it again."),
        (True, "For a fuller guide, make it again with the language model."),
    ],
)
def test_what_makes_a_fuller_guide_than_an_extract_stands_where_it_says_how_it_was_made(set_up: bool, said: str):
    making = replace(GUIDE.making, model_set_up=set_up, note="The key was rejected.")
    guide = replace(GUIDE, extract=Extract(12, 40), making=making)

    assert [p.text for p in opened(guide).paragraphs if said in p.text] == [f"Notes: The key was rejected. {said}"]
    assert not [p.text for p in opened(guide).paragraphs if "OPENAI_API_KEY" in p.text]
    assert not [p.text for p in opened(replace(guide, extract=None)).paragraphs if "fuller" in p.text]


def test_that_no_model_has_written_is_said_once_and_not_in_each_row():
    why = "1 of 1 instruction backed by a source; written without a language model"
    steps = tuple(
        replace(step, confidence=replace(step.confidence, level=Level.LOW, reason=why)) for step in GUIDE.steps
    )
    rows = opened(replace(GUIDE, steps=steps)).tables[-1]

    said = [cell.text for row in rows.rows for cell in row.cells]
    assert [text for text in said if text.endswith("backed by a source")]
    assert not [text for text in said if "language model" in text]


def test_quotes_are_counted_as_such():
    guide = replace(GUIDE, extract=Extract(0, 40, quotes=True))

    extents = [opened(made).tables[0].rows[0].cells[1].text for made in (GUIDE, guide)]

    assert extents[0].replace("instruction", "quote") == extents[1] != extents[0]


def test_a_line_to_check_is_quoted_with_its_time_and_what_to_look_for():
    table = next(t for t in opened().tables if t.rows[0].cells[1].text == "What to check")
    place, what = table.rows[1].cells

    assert place.text == "Step 3, instruction 2"
    assert what.text.startswith("“For a user token, go to My Profile › API Tokens.”\u00a0[00:01:34]")
    assert "The recording says “profile API tokens”" in what.text


def test_code_keeps_its_lines_and_is_not_spelt():
    document = opened()
    code = [p for p in document.paragraphs if p.style.name == "Code Block"]
    style = code[0].style.element.rPr

    assert [p.text for p in code][1:] == [
        'curl "https://api.cloudflare.com/client/v4/user/tokens/verify" \\',
        '     --header "Authorization: Bearer <API_TOKEN>"',
    ]
    assert style.find(W + "noProof") is not None
    assert style.find(W + "rFonts").get(W + "ascii") == "Consolas"


def test_a_heading_is_kept_with_what_follows():
    styles = {s.name: s for s in opened().styles}

    for name in ("Title", "Heading 1", "Heading 2", "TOC Heading", "Caption"):
        assert styles[name].paragraph_format.keep_with_next, name
    for name in ("Note", "Tip", "Warning", "Code Block"):
        assert styles[name].paragraph_format.keep_together, name


def test_how_it_was_made_is_told_without_what_it_cost():
    told = "\n".join(styled(opened(GUIDE), "Table Text"))

    assert "Written without the language model: Step 4" in told
    assert "Tokens" not in told
    assert "$" not in told


def test_the_first_table_tells_how_long_the_recording_is_and_not_who_speaks():
    rows = [[cell.text for cell in row.cells] for row in opened(GUIDE).tables[0].rows]

    assert ["Recording", "3 minutes 11 seconds"] in rows


def test_a_document_says_by_its_properties_what_made_it():
    properties = opened().core_properties

    assert properties.title == GUIDE.title
    assert properties.author == "Script2Doc"
    assert "script2doc-guide" in properties.keywords
    assert properties.created.isoformat() == "2026-11-23T21:00:00+00:00"
    assert properties.language == "en-US"


def test_pages_are_numbered_and_carry_the_title():
    section = opened().sections[0]
    fields = [i.text.strip() for i in section.footer._element.iter(W + "instrText")]

    assert section.header.paragraphs[0].text == GUIDE.title
    assert section.first_page_header.paragraphs[0].text == ""
    assert fields == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize(("paper", "width"), [(Paper.A4, 11906), (Paper.LETTER, 12240)])
def test_paper_is_as_asked(paper: Paper, width: int):
    assert opened(paper=paper).sections[0].page_width.twips == width


@pytest.mark.parametrize(
    ("guide", "attribute", "value"),
    [(GERMAN, "val", "de-DE"), (JAPANESE, "eastAsia", "ja-JP"), (ARABIC, "bidi", "ar-EG"), (HINDI, "bidi", "hi-IN")],
)
def test_the_text_is_proofed_in_the_language_of_the_guide(guide, attribute: str, value: str):
    document = opened(guide)

    assert document.styles.element.find(f"{W}docDefaults//{W}lang").get(W + attribute) == value


def test_from_right_to_left_everything_is_but_code():
    document = opened(ARABIC)
    directions = {
        (p.style.name == "Code Block", p._p.pPr.find(W + "bidi").get(W + "val", "1")) for p in document.paragraphs
    }

    assert directions == {(True, "0"), (False, "1")}
    assert all(t._tbl.tblPr.find(W + "bidiVisual") is not None for t in document.tables)
    assert document.styles.element.find(f"{W}docDefaults//{W}rFonts").get(W + "cs") == "Arial"


def test_a_quote_keeps_the_language_and_the_direction_in_which_it_was_said():
    document = opened(replace(GUIDE, language="he"))
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    quote = next(cell for cell in cells if "The secret is shown only once." in cell.text)

    assert "”\u200eCopy it immediately" in quote.text
    assert "like a password.\u200e\u200f”" in quote.text
    assert {lang.get(W + "val") for lang in quote._tc.iter(W + "lang")} >= {"en-US"}


def test_japanese_has_a_font_of_its_own():
    fonts = opened(JAPANESE).styles.element.find(f"{W}docDefaults//{W}rFonts")

    assert fonts.get(W + "eastAsia") == "Yu Gothic"


NASTY = "x\x00\x0b\ufffe\u202e</w:t><script>&\"'{title}{{title}}%s\ud800"


def test_hostile_text_stays_text():
    step = replace(
        GUIDE.steps[0],
        title=NASTY,
        goal=NASTY,
        actions=(Action(NASTY, ("u1",), code=f"{NASTY}\n\t{NASTY}", expected=NASTY),),
        cautions=(Caution(CautionKind.TIP, NASTY, ("u1",)),),
        confidence=replace(GUIDE.steps[0].confidence, reason=NASTY, level=Level.LOW),
        fallback=NASTY,
    )
    guide = replace(
        GUIDE,
        title=NASTY,
        audience=NASTY,
        language="../../etc",
        recording=f"https://example.com/{NASTY}",
        steps=(step,),
        sources=(Source("u1", NASTY, speaker=NASTY, start=-5.0),),
        references=(replace(GUIDE.references[2], url=f"javascript:{NASTY}", title=NASTY, reason=NASTY),),
        origin=replace(GUIDE.origin, name=NASTY, speakers=(NASTY,)),
        making=replace(GUIDE.making, note=NASTY, model=NASTY, created=NASTY),
    )

    data = render_docx(guide)

    document = docx.Document(io.BytesIO(data))
    seen = """x</w:t><script>&"'{title}{{title}}%s"""
    assert styled(document, "Title") == [seen]
    assert styled(document, "Code Block") == [seen, f"    {seen}"]
    assert "javascript" not in part(data, "word/_rels/document.xml.rels")
    assert "\u202e" not in part(data, "word/document.xml")


def test_a_guide_without_steps_times_or_sources_is_a_document_too():
    bare = replace(GUIDE, steps=(), sources=(), references=(), prerequisites=(), audience=None)

    assert styled(opened(bare), "Heading 1") == ["Steps", "How this guide was made"]


def test_the_same_guide_gives_the_same_bytes():
    assert render_docx(GUIDE) == render_docx(GUIDE)


@pytest.mark.parametrize(
    ("language", "title", "heading"),
    [
        ("en", "Step 1", "Step 1"),
        ("fr", "Step 1", "Étape 1"),
        ("de", "Schritt 4", "Schritt 1"),
        ("de", "Schritt 4 wiederholen", "Schritt 1: Schritt 4 wiederholen"),
        ("en", "Step 4 again", "Step 1: Step 4 again"),
    ],
)
def test_a_step_that_nothing_names_has_its_number_for_a_heading(language: str, title: str, heading: str) -> None:
    guide = replace(GUIDE, language=language, steps=(replace(GUIDE.steps[0], title=title), *GUIDE.steps[1:]))
    assert styled(opened(guide), "Heading 2")[0].partition(" [")[0] == heading
    assert f"### {heading} [" in render_markdown(guide).replace("\u00a0", " ")
    assert any(page.title.partition("\u00a0")[0].partition("  ")[0] == heading for page in deck(guide).slides)
