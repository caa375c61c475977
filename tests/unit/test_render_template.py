"""A company's own template, filled by the names of its styles."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.shared import Pt, RGBColor

from pipeline.errors import RenderError
from pipeline.options import Paper
from pipeline.render.blank_document import empty_package
from pipeline.render.docx import render_docx
from pipeline.render.localization import Words
from pipeline.render.look import ALIASES, styles
from pipeline.render.template import fitting
from tests.conftest import FIXTURES
from tests.fixtures.guides.cloudflare import GUIDE
from tests.fixtures.guides.languages import GERMAN

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
"""A PNG of one pixel."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def bytes_of(document) -> bytes:
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def company_template():
    """A company's template: own colours, an own style for warnings, a header, text."""
    document = docx.Document()
    document.styles["Heading 2"].font.color.rgb = RGBColor(0xC0, 0x00, 0x60)
    document.styles.add_style("Caution", WD_STYLE_TYPE.PARAGRAPH).font.size = Pt(14)
    document.sections[0].header.paragraphs[0].text = "Example Works Ltd."
    document.add_paragraph("Hazardous voltage inside.")
    return document


def with_part(package: bytes, name: str, change) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == name else old.read(entry))
    return changed.getvalue()


def filled(template: bytes, guide=GUIDE):
    return docx.Document(io.BytesIO(render_docx(guide, template=template)))


def test_the_companys_styles_are_used_and_missing_ones_added():
    document = filled(bytes_of(company_template()))
    styles = {p.style.name for p in document.paragraphs}

    assert document.styles["Heading 2"].font.color.rgb == RGBColor(0xC0, 0x00, 0x60)
    assert "Caution" in styles
    assert "Warning" not in styles
    assert "Tip" in styles


def test_an_operator_can_ask_which_styles_a_template_lacks():
    missing = fitting(bytes_of(company_template())).missing_styles

    assert "Step Goal" in missing
    assert "Heading 2" not in missing
    assert "Comment Text" in missing, "as Word calls what is “annotation text” in the file"
    assert "Warning" not in missing


def test_the_readme_names_every_style_of_the_look():
    readme = (FIXTURES.parents[1] / "README.md").read_text(encoding="utf-8")
    table = readme.partition("| for | style |\n|---|---|\n")[2].partition("\n\n")[0]
    named = [name.strip() for row in table.splitlines() for name in re.split("[(),]", row.split("|")[2])]
    basic = {"Default Paragraph Font", "Normal Table", "No List"}  # what others are based on, in every document

    look = [style.shown for style in styles(rtl=False, text_width=9000) if style.name not in basic]

    assert sorted(filter(None, named)) == sorted([*look, *(name for names in ALIASES.values() for name in names)])


def test_the_companys_header_and_text_stay():
    document = filled(bytes_of(company_template()))

    assert document.sections[0].header.paragraphs[0].text == "Example Works Ltd."
    assert "Page 1 of 1" in document.sections[0].footer.paragraphs[0].text
    assert [p.text for p in document.paragraphs][:2] == ["Hazardous voltage inside.", GUIDE.title]


def test_the_guide_stands_where_the_template_says():
    template = company_template()
    template.add_paragraph("Approved by the safety board.")
    template.add_paragraph("{{guide}}")
    template.add_paragraph("End of document.")

    texts = [p.text for p in filled(bytes_of(template)).paragraphs]

    assert texts[:3] == ["Hazardous voltage inside.", "Approved by the safety board.", GUIDE.title]
    assert texts[-1] == "End of document."


def test_places_for_the_title_are_filled_in_and_no_second_title_is_written():
    template = docx.Document()
    cover = template.add_paragraph("{{ti")
    cover.add_run("tle}} – ")
    cover.add_run("{{date}}")
    template.add_paragraph("{{guide}}")
    template.sections[0].footer.paragraphs[0].text = "{{title}} for {{audience}}, {{unknown}}"

    document = filled(bytes_of(template))

    assert document.paragraphs[0].text == f"{GUIDE.title} – November 23, 2026"
    assert [p.text for p in document.paragraphs].count(GUIDE.title) == 0
    assert document.sections[0].footer.paragraphs[0].text == f"{GUIDE.title} for {GUIDE.audience}, {{{{unknown}}}}"


def test_places_that_nobody_fills_in_are_told():
    template = company_template()
    template.add_paragraph("By {{author}} and {{ team }}, {{date}}")
    template.sections[0].footer.paragraphs[0].text = "{{author}} {{number}}"

    template.add_paragraph("{{guide}}")

    (said,) = fitting(bytes_of(template)).notes

    assert said.startswith("The template's {{author}}, {{ team }}, {{number}} can't be filled in.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, None),
        ("{{guide}}", None),
        ("For {{audience}}", "has no {{guide}}, so the guide comes after its text"),
        ("The guide: {{guide}}", "{{guide}} isn't a paragraph of its own in the text"),
    ],
)
def test_where_the_guide_goes_without_a_place_of_its_own_is_told(text: str | None, said: str | None):
    template = docx.Document()
    if text:
        template.add_paragraph(text)

    notes = fitting(bytes_of(template)).notes

    assert [said in note for note in notes if said] == ([True] if said else [])
    assert len(notes) == (1 if said else 0)


def test_a_place_that_cannot_hold_the_guide_isnt_left_in_the_text():
    template = company_template()
    template.add_table(1, 1).cell(0, 0).text = "{{guide}}"

    document = filled(bytes_of(template))

    assert [p.text for p in document.paragraphs][:2] == ["Hazardous voltage inside.", GUIDE.title]
    assert document.tables[0].cell(0, 0).text == ""


def test_a_template_with_nothing_but_a_logo_keeps_it_before_the_guide():
    template = docx.Document()
    template.add_picture(io.BytesIO(PICTURE))

    document = filled(bytes_of(template))

    assert len(document.inline_shapes) == 1
    assert document.paragraphs[1].text == GUIDE.title


def test_an_empty_template_begins_with_the_guide():
    template = docx.Document()
    template.add_paragraph()

    assert filled(bytes_of(template)).paragraphs[0].text == GUIDE.title


def test_the_guide_stands_before_a_line_that_goes():
    template = docx.Document()
    for text in ("Approved.", "{{guide}}", "For {{audience}}", "End."):
        template.add_paragraph(text)

    texts = [p.text for p in filled(bytes_of(template), replace(GUIDE, audience=None)).paragraphs]

    assert (texts[0], texts[1], texts[-1]) == ("Approved.", GUIDE.title, "End.")


def test_the_guide_stands_before_the_end_of_a_section():
    template = docx.Document()
    template.add_paragraph("{{guide}}")
    template.add_section()
    template.add_paragraph("Appendix")

    document = filled(bytes_of(template))

    assert len(document.sections) == 2
    assert (document.paragraphs[0].text, document.paragraphs[-1].text) == (GUIDE.title, "Appendix")
    assert "{{guide}}" not in [p.text for p in document.paragraphs]


def test_a_line_for_the_audience_goes_where_there_is_none():
    template = docx.Document()
    template.add_paragraph("{{title}}")
    template.add_paragraph("Written for {{audience}}")
    template.add_paragraph("{{audience}} {{date}}")
    template.add_paragraph("{{guide}}")
    template.sections[0].footer.paragraphs[0].text = "For {{audience}}"
    nobody = replace(GUIDE, audience=None)

    document = docx.Document(io.BytesIO(render_docx(nobody, template=bytes_of(template))))

    assert [p.text for p in document.paragraphs][:2] == [GUIDE.title, "November 23, 2026"]
    assert [p.text for p in document.sections[0].footer.paragraphs] == [""]
    assert filled(bytes_of(template)).paragraphs[1].text == f"Written for {GUIDE.audience}"


def test_a_word_template_file_serves_too():
    dotx = with_part(
        bytes_of(company_template()), "[Content_Types].xml", lambda b: b.replace(b"document.main", b"template.main")
    )

    assert filled(dotx).sections[0].header.paragraphs[0].text == "Example Works Ltd."


def test_comments_take_the_templates_styles_whatever_their_ids_are():
    template = company_template()
    for name, style_id, kind in (
        ("annotation text", "Kommentartext", "paragraph"),
        ("annotation reference", "Kommentarzeichen", "character"),
    ):
        named = f'<w:name w:val="{name}"/>'
        style = f'<w:style xmlns:w="{W[1:-1]}" w:type="{kind}" w:styleId="{style_id}">{named}</w:style>'
        template.styles.element.append(parse_xml(style))

    comments = filled(bytes_of(template)).part.part_related_by(RELATIONSHIP_TYPE.COMMENTS).element

    assert {s.get(W + "val") for s in comments.iter(W + "pStyle", W + "rStyle")} == {
        "Kommentartext",
        "Kommentarzeichen",
    }


def test_a_template_in_one_language_serves_a_guide_in_another():
    document = filled(bytes_of(company_template()), GERMAN)

    assert [lang.get(W + "val") for lang in document.styles.element.iter(W + "lang")] == ["de-DE"]


def test_numbers_start_again_with_each_step_beside_the_templates_own_lists():
    template = docx.Document()
    template.add_paragraph("one", style="List Number")

    document = filled(bytes_of(template))
    own, *lists = [p._p.pPr.numPr for p in document.paragraphs if p.style.name == "List Number"]

    assert own is None, "as the template's style says"
    assert len({list_.numId.val for list_ in lists}) == len(GUIDE.steps)


def test_a_template_without_lists_or_page_setup_serves():
    bare = empty_package(Paper.A4, Words("en"))
    for name, old, new in (("word/_rels/document.xml.rels", b"numbering", b"ignored"),):
        bare = with_part(bare, name, lambda data, old=old, new=new: data.replace(old, new))
    bare = with_part(bare, "[Content_Types].xml", lambda data: data.replace(b"/word/numbering", b"/word/ignored"))
    renamed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bare)) as old_package, zipfile.ZipFile(renamed, "w") as package:
        for entry in old_package.namelist():
            package.writestr(entry.replace("word/numbering", "word/ignored"), old_package.read(entry))

    assert len(filled(renamed.getvalue()).tables) == 5


def test_what_would_make_word_ask_is_taken_out():
    template = company_template()
    settings = template.settings.element
    settings.append(parse_xml(f'<w:updateFields xmlns:w="{W[1:-1]}" w:val="true"/>'))
    part = template.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS)
    attached = part.relate_to("file:///C:/Users/x/Normal.dotm", f"{R}/attachedTemplate", is_external=True)
    settings.insert(0, parse_xml(f'<w:attachedTemplate xmlns:w="{W[1:-1]}" xmlns:r="{R}" r:id="{attached}"/>'))

    document = filled(bytes_of(template))

    assert document.settings.element.find(W + "updateFields") is None
    assert document.settings.element.find(W + "attachedTemplate") is None
    assert not document.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels


R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_a_picture_from_elsewhere_is_refused():
    template = company_template()
    header = template.sections[0].header.part
    header.relate_to("https://tracker.example/logo.png", f"{R}/image", is_external=True)

    with pytest.raises(RenderError, match="links to an external image"):
        render_docx(GUIDE, template=bytes_of(template))


def test_macros_are_refused():
    macro = with_part(
        bytes_of(company_template()),
        "[Content_Types].xml",
        lambda b: b.replace(b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"),
    )

    with pytest.raises(RenderError, match="macros"):
        render_docx(GUIDE, template=macro)


BROKEN = [b"", b"PK\x03\x04", b"%PDF-1.7", b"\0" * 1000, bytes_of(docx.Document())[:5000]]


@pytest.mark.parametrize("template", BROKEN)
def test_what_is_no_word_document_is_refused(template: bytes):
    with pytest.raises(RenderError):
        render_docx(GUIDE, template=template)


@pytest.mark.parametrize("lost", ["word/document.xml", "word/styles.xml", "_rels/.rels", "[Content_Types].xml"])
def test_a_damaged_document_is_refused_or_mended(lost: str):
    damaged = with_part(bytes_of(company_template()), lost, lambda _: b"<broken")

    with pytest.raises(RenderError):
        render_docx(GUIDE, template=damaged)


def test_a_bomb_is_refused():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", b" " * 101_000_000)

    with pytest.raises(RenderError, match="too large"):
        render_docx(GUIDE, template=bomb.getvalue())
