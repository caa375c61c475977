"""PDF files: opened with an empty password, and the text of their pages."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from typing import Any

from pipeline.confined.faults import Damaged, Protected
from pipeline.confined.loading import load


@dataclass(frozen=True)
class Pdf:
    """What stands in a PDF."""

    title: str
    """Empty if its properties name none."""
    keywords: str
    pages: tuple[str, ...]
    """The text of each page that was asked for."""
    reader: Any
    """pypdf's, for its bookmarks."""


def open_pdf(data: bytes, most_pages: int) -> Pdf:
    """The text of a PDF's first pages. Raises Damaged, and Protected if it takes a password to open."""
    load("pypdf")
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Protected
        about = reader.metadata
        title = str(about.title or "") if about else ""
        keywords = str(about.get("/Keywords") or "") if about else ""
        count = min(len(reader.pages), most_pages)
        pages = tuple(reader.pages[number].extract_text() or "" for number in range(count))
    except (DependencyError, FileNotDecryptedError):
        raise Protected from None
    except (
        *(PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, NotImplementedError),
        *(OSError, ArithmeticError, AssertionError),
    ):
        # pypdf raises any of these for files that break its expectations
        raise Damaged from None
    return Pdf(title, keywords, pages, reader)
