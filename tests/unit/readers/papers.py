"""Makes small documents for tests: Word, PDF, and the XML in them."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(files: dict[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return data.getvalue()


def paragraph(text: str, style: str = "") -> str:
    lines = "<w:br/>".join(f"<w:t xml:space='preserve'>{escape(line)}</w:t>" for line in text.split("\n"))
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r>{lines}</w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def word(*content: str, **more: str | bytes) -> bytes:
    """A .docx with these paragraphs and tables. `more` are further parts, with __ for / and _x for .x at the end of
    their names."""
    parts = {name.replace("__", "/"): part for name, part in more.items()}
    return zipped({"word/document.xml": f"<w:document {W}><w:body>{''.join(content)}</w:body></w:document>", **parts})


def pdf(*pages: list[str]) -> bytes:
    """A PDF with these lines on its pages, in Helvetica. Behind a tab, a line goes on in a column further to the
    right."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = b"".join(
            b"%s1 0 0 1 %d %d Tm (%s) Tj\n"
            % (
                b"ET BT /F1 11 Tf " if "\t" in line else b"",
                50 + 120 * column,
                760 - 14 * n,
                cell.encode("latin-1").replace(b"(", b"\\(").replace(b")", b"\\)"),
            )
            for n, line in enumerate(lines)
            for column, cell in enumerate(line.split("\t"))
            if cell
        )
        stream = b"BT /F1 11 Tf\n" + shown + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            *(size, table, size),
            len(data),
        )
    )
