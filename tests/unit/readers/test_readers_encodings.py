"""Encodings: with a byte order mark, without one, and those older than Unicode."""

from __future__ import annotations

import pytest

from pipeline.readers.decoding import decode

GERMAN = "Öffnen Sie das Menü „Größe“ und drücken Sie für alle Fälle auf Übernehmen. " * 5
JAPANESE = "それでは設定画面を開いてください。次に保存ボタンを押します。" * 5
CHINESE = "现在我们打开设置页面，然后点击保存按钮。这是我们要做的第一步，大家都可以看到这个页面。" * 5
TRADITIONAL = "現在我們打開設定頁面，然後點選儲存按鈕。這是我們要做的第一步，大家都可以看到這個頁面。" * 5
KOREAN = "이제 설정 페이지를 열고 저장 버튼을 누릅니다. 다음으로 사용자를 선택합니다. " * 5
RUSSIAN = "Теперь откройте настройки и нажмите кнопку Сохранить, затем выберите пользователей. " * 5
POLISH = "Teraz otwórz ustawienia i naciśnij przycisk Zapisz, później wybierz użytkowników. Proszę, już są źródła. " * 5


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (GERMAN, "utf-32"),
        (GERMAN, "cp1252"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        (CHINESE, "gb18030"),
        (TRADITIONAL, "big5"),
        (KOREAN, "cp949"),
        (RUSSIAN, "cp1251"),
        (POLISH, "cp1250"),
    ],
)
def test_an_encoding_is_recognised(text: str, encoding: str):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\x85", "\u2029"])
def test_line_ends_become_one_kind(ends: str):
    assert decode(f"one{ends}two".encode()) == "one\ntwo"


def test_a_character_cut_in_two_at_the_end_is_dropped():
    assert decode("Menü".encode()[:-1]) == "Men"


def test_a_broken_byte_in_utf8_loses_only_itself():
    assert decode(GERMAN.encode() + b"\xff" + GERMAN.encode()) == GERMAN + GERMAN
