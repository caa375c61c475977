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
        ("[00:02] Jane Doe: Open the settings page and click Save.\n" * 5, "cp037"),
    ],
)
def test_an_encoding_is_recognised(text: str, encoding: str):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", [JAPANESE, CHINESE, KOREAN, RUSSIAN])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_recognised_by_its_line_breaks(text: str, encoding: str):
    lines = "".join(f"[00:0{n}] {text[:20]}\n" for n in range(6))

    assert decode(lines.encode(encoding)) == lines


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("田中: 今日は報告書を作ります。\n山田: 次に設定を開いてください。\n", "cp932"),
        ("Jörg: Drücken für später.\nÄnne: Größer, über dem Menü.\n", "cp850"),
        ("김민수: 설정 페이지를 엽니다.\n이영희: 네, 저장을 누릅니다.\n", "cp949"),
    ],
)
def test_a_few_words_are_not_taken_for_korean_that_nobody_writes(text: str, encoding: str):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\x85", "\u2029"])
def test_line_ends_become_one_kind(ends: str):
    assert decode(f"one{ends}two".encode()) == "one\ntwo"


def test_a_character_cut_in_two_at_the_end_is_dropped():
    assert decode("Menü".encode()[:-1]) == "Men"


def test_a_broken_byte_in_utf8_loses_only_itself():
    assert decode(GERMAN.encode() + b"\xff" + GERMAN.encode()) == GERMAN + GERMAN


SHORT = {
    "Polish": "Otwórz stronę ustawień i kliknij przycisk.\nZapisz zmiany, żeby zakończyć.",
    "Czech": "Otevřete stránku nastavení a klikněte.\nUložte změny, prosím, ať to funguje.",
    "Hungarian": "Nyissa meg a beállításokat, és kattintson.\nEzután mentse a módosításokat, köszönöm.",
    "German": "Öffnen Sie die Übersicht und „Größe ändern“.\nDas genügt für die Straße – danke.",
    "French": "Ouvrez la page où vous êtes déjà allé.\nÇa y est, c'est enregistré à côté.",
    "Turkish": "Ayarlar sayfasını açın ve düğmeye tıklayın.\nDeğişiklikleri kaydedin, işlem bitti.",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        *(("Polish", encoding) for encoding in ("cp1250", "iso8859_2")),
        *(("Czech", encoding) for encoding in ("cp1250", "iso8859_2")),
        ("Hungarian", "cp1250"),
        *(("German", encoding) for encoding in ("cp1252", "mac_roman")),
        *(("French", encoding) for encoding in ("cp1252", "mac_roman")),
        ("Turkish", "cp1254"),
    ],
)
def test_two_short_lines_are_enough_to_recognise_an_encoding(language: str, encoding: str):
    assert decode(SHORT[language].encode(encoding)) == SHORT[language]


@pytest.mark.parametrize("first", ["utf-8", "cp1252"])
@pytest.mark.parametrize("lines", [(1, 1), (30, 1), (1, 30)])
def test_lines_in_two_encodings_are_each_read_in_theirs(first: str, lines: tuple[int, int]):
    second = "cp1252" if first == "utf-8" else "utf-8"
    one, other = "Öffnen Sie die „Größe“ – danke.", "Wählen Sie für die Straße Übernehmen."
    data = b"\n".join([*[one.encode(first)] * lines[0], *[other.encode(second)] * lines[1]])

    assert decode(data) == "\n".join([*[one] * lines[0], *[other] * lines[1]])


@pytest.mark.parametrize("language", SHORT)
def test_text_that_was_encoded_twice_is_mended(language: str):
    text = SHORT[language]
    twice = text.encode().decode("cp1252", "ignore") if language == "German" else text.encode().decode("latin-1")

    assert decode(twice.encode()) == text


@pytest.mark.parametrize("text", ["It shows Ã¼ in place of ü here.", "São Paulo não é Ã.", "ÂÊÎÔÛ are letters."])
def test_text_that_only_speaks_of_such_characters_stays(text: str):
    assert decode(text.encode()) == text


@pytest.mark.parametrize("data", [b"Open the settings.\n" + b"\0" * 5000, b"Open \0the \0settings page \0now.\n"])
def test_nuls_around_words_are_left_out(data: bytes):
    assert decode(data).startswith("Open the settings")


OTHER_SCRIPTS = {
    "Hebrew": "פתחו את דף ההגדרות.\nתודה רבה.",
    "Arabic": "افتحوا صفحة الإعدادات.\nشكرا.",
    "Persian": "صفحه تنظيمات را باز كنيد.\nسپس پوشه را انتخاب كنيد.",
    "Greek": "Ανοίξτε τη σελίδα.\nΕυχαριστώ πολύ.",
    "Russian": "Откройте страницу.\nСпасибо, понятно.",
    "Ukrainian": "Відкрийте сторінку.\nДякую, зрозуміло.",
    "Belarusian": "Адкрыйце старонку налад.\nДзякуй.",
    "Bulgarian": "Отворете страницата.\nБлагодаря.",
    "Thai": "เปิดหน้าการตั้งค่า\nขอบคุณครับ",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        *(("Hebrew", "cp1255"), ("Hebrew", "iso8859_8"), ("Arabic", "cp1256"), ("Persian", "cp1256")),
        *(("Greek", "cp1253"), ("Russian", "cp1251"), ("Russian", "koi8_r"), ("Russian", "cp866")),
        *(("Ukrainian", "cp1251"), ("Belarusian", "cp1251"), ("Bulgarian", "cp1251"), ("Thai", "tis_620")),
    ],
)
@pytest.mark.parametrize("names", ["", "Dana: "])
def test_two_short_lines_of_another_script_are_enough(language: str, encoding: str, names: str):
    text = "\n".join(names + line for line in OTHER_SCRIPTS[language].split("\n"))

    assert decode(text.encode(encoding)) == text
