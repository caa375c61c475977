"""PDFs in Arabic, Hebrew, Chinese and Japanese: letters instead of their shapes, in the order of reading."""

from __future__ import annotations

import pytest

from pipeline.confined.pdf import PdfLine
from pipeline.readers.documents.pdf_scripts import continues, in_letters


def read(*texts: str) -> list[str]:
    (page,) = in_letters([[PdfLine(text, 700.0, ((0.0, text),)) for text in texts]])
    return [line.text for line in page]


def test_shapes_of_arabic_letters_become_letters_and_words_stand_as_they_are_read():
    assert read(". اﻟﺤﻔﻆ  زر  ﻋﻠﻰ  اﻧﻘﺮ", ".اﻟﺘﻘﺮﻳﺮ  اﺳﻢ  اﻛﺘﺐ") == ["انقر على زر الحفظ.", "اكتب اسم التقرير."]


def test_words_of_other_scripts_keep_their_order():
    lines = read(".Export file הכפתור על לחצו אחר כך", ".הדף את פתחו")

    assert lines == ["כך אחר לחצו על הכפתור Export file.", "פתחו את הדף."]


def test_lines_in_their_order_stay():
    lines = ["انقر على زر الحفظ.", "اكتب اسم التقرير.", "Save: it."]

    assert read(*lines) == lines


def test_radicals_become_characters():
    assert read("名前を⼊⼒して") == ["名前を入力して"]


@pytest.mark.parametrize(
    ("above", "line", "goes_on"),
    [
        ("まず、設定ページを開いてそ", "れから", True),
        ("まず、設定ページを開いた。", "それから", False),
        ("短い", "それから", False),
        ("まず、設定ページを開いてそ", "田中：はい", False),
        ("We open the page an", "d save", False),
    ],
)
def test_a_full_line_without_blanks_goes_on_below(above: str, line: str, goes_on: bool):
    assert continues(above, line, 13) is goes_on
