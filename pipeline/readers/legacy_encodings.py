"""Guesses the encoding of text that is older than Unicode. Those of East Asia are tried, the others guessed."""

from __future__ import annotations

import re
from collections import Counter

EAST_ASIAN = ("cp932", "euc_jp", "gb18030", "big5", "cp949")
_SINGLE_BYTE = (
    "cp1252",
    "cp1251",
    "cp1250",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp1258",
    "koi8_r",
    "tis_620",
)
"""The encodings that programs write today. By frequency alone, many old ones are equally likely."""
_UPPER_HALF = bytes(range(0x80, 0x100))
_KANA = re.compile("[\u3041-\u30fe]")
_HAN = re.compile("[\u4e00-\u9fff]")
_COMMON_HAN = re.compile(
    "[的一是不了在人有我他这個个们們中来來上大为為和国國地到以说說时時要就出会會也你对對生能而子那得于於]"
)
_HANGUL = re.compile("[\uac00-\ud7a3]")
_EAST_ASIAN_MARKS = re.compile("[\u3000-\u301f\uff01-\uff5e\u2026\u30fb]")
"""Their punctuation, and letters as wide as their signs."""
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_LETTERS = {
    "cp1252": (
        "äöüßÄÖÜẞ",
        "àâçéèêëîïôùûüœæÀÂÇÉÈÊËÎÏÔÙÛÜŒ",
        "áéíñóúüÁÉÍÑÓÚÜ¿¡ªº",
        "ãõáâàçéêíóôúüÃÕÁÂÀÇÉÊÍÓÔÚªº",
        "àèéìíîòóùÀÈÉÌÒÙ",
        "åäöæøéÅÄÖÆØÉ",
        "áéíóúýþæöðÁÉÍÓÚÝÞÆÖÐ",
        "ëïéèöüáíóúËÏÉ",
    ),
    "cp1250": (
        "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ",
        "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ",
        "áäčďéíĺľňóôŕšťúýžÁÄČĎÉÍĹĽŇÓÔŔŠŤÚÝŽ",
        "áéíóöőúüűÁÉÍÓÖŐÚÜŰ",
        "ăâîşţșțĂÂÎŞŢȘȚ",
        "čćđšžČĆĐŠŽ",
    ),
    "cp1254": ("çğıöşüâîûÇĞİÖŞÜ",),
    "cp1257": ("ąčęėįšųūžĄČĘĖĮŠŲŪŽ", "āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ", "äõöüšžÄÕÖÜŠŽ"),
}
"""For each encoding, the letters outside ASCII of the languages that are written in it, a text for each language."""
_ALSO = {"iso8859_2": "cp1250", "mac_roman": "cp1252", "cp850": "cp1252", "cp852": "cp1250"}
"""Encodings of the same languages that are tried after those."""
_SCRIPTS = {
    "cp1251": (
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        "оаниіветрслкдупмязьбгйчхцжїшюєщфґ",
        "аоиентрсвлдкпмзбугъячцжшщхйфюь",
        "аиоенрстјувдкмлпзбгцшжчњћљхфђџ",
        "анеіыцкрсялтпдвміўоузьйбгчшжэхюфё",
    ),
    "koi8_r": ("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",),
    "cp1253": ("αοιετσνηυρπκμλωίάόςέδγήχύθφώβξζψϊϋΐΰ",),
    "cp1255": ("יוהלאמרתבשנםדחעקפגטצסכזןךףץ",),
    "cp1256": ("اليمنتروبةعدهسفكقحأجشصطخضذزثغظءئؤإىآ", "اينردمهتوسبشكزگفخعقجلپحصچذطضآژئظغث"),
    "tis_620": ("านรอกเ่งลมย้ัสวดีิืตทไปคพหแะบุูจขำชใ็โผซถ์ภศณฟธษฐญึ๋๊ฉฝฆฎๆฯฏฌฑฒฬ",),
    "cp866": ("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",),
}
"""For each encoding of another script, its letters by how often they are used, a text for each language."""
UNUSED = 200
"""The rank of a character that a language doesn't have."""
USUAL_RANK = 12.0
"""Above this average, a text isn't in that language."""
_MARKS = frozenset("„“”‚‘’«»‹›–—…•·°§€£©®™×\xa0")
NEARLY_ALL = 0.95
"""The share of the characters outside ASCII that must be letters of one language. The others are in names."""


def guess(sample: bytes) -> str:
    """The name of the encoding that fits these bytes best, as Python calls it."""
    if other := _by_script(sample):
        return other
    best, most = "", 0.3
    for encoding in EAST_ASIAN:
        text = _strict(sample, encoding)
        if text is not None and (share := _east_asian(text, encoding)) > most:
            best, most = encoding, share
    if best:
        return best
    import charset_normalizer  # not loaded before it is needed

    found = charset_normalizer.from_bytes(sample, cp_isolation=list(_SINGLE_BYTE)).best()
    encoding = found.encoding if found else "cp1252"
    return encoding if _fits(sample, encoding) else _by_letters(sample) or encoding


def _by_script(sample: bytes) -> str:
    """The encoding of another script than the Latin one whose letters are used as often as people use them. Empty if
    there is none."""
    ascii_letters = sum(65 <= byte <= 90 or 97 <= byte <= 122 for byte in sample)
    if len(sample) - len(sample.translate(None, _UPPER_HALF)) <= ascii_letters:
        return ""
    best, least = "", USUAL_RANK
    for encoding, languages in _SCRIPTS.items():
        strange = Counter(_NOT_ASCII.findall(sample.decode(encoding, "replace").lower()))
        for letters in languages:
            ranks = {letter: rank for rank, letter in enumerate(letters)}
            known = [
                (ranks.get(character, UNUSED), count) for character, count in strange.items() if character not in _MARKS
            ]
            rank = sum(rank * count for rank, count in known) / max(1, sum(count for _, count in known))
            if known and rank < least:
                best, least = encoding, rank
    return best


def _fits(sample: bytes, encoding: str) -> bool:
    """Whether these bytes are a language's text in this encoding: in its letters, or mostly in another script."""
    text = sample.decode(encoding, "replace")
    strange = _NOT_ASCII.findall(text)
    if sum(map(str.isalpha, strange)) * 2 > sum(map(str.isalpha, text)):
        return True
    return _share(strange, encoding) >= NEARLY_ALL


def _by_letters(sample: bytes) -> str:
    """The encoding in which nearly all characters are letters of one language. Empty if there is none: a short text is
    guessed wrongly by how often its bytes are used."""
    best, most = "", NEARLY_ALL
    for encoding in (*_LETTERS, *_ALSO):
        share = _share(_NOT_ASCII.findall(sample.decode(encoding, "replace")), encoding)
        if share > most or (share == most and not best):
            best, most = encoding, share
    return best


def _share(strange: list[str], encoding: str) -> float:
    """The share of these characters that one language in this encoding has, from 0 to 1."""
    languages = _LETTERS.get(_ALSO.get(encoding, encoding), ())
    marks = sum(character in _MARKS for character in strange)
    most = max((sum(character in letters for character in strange) for letters in languages), default=0)
    return (most + marks) / len(strange) if strange and most else 0.0


def _strict(sample: bytes, encoding: str) -> str | None:
    for cut in range(4):  # the sample may end inside a character
        try:
            return sample[: len(sample) - cut].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(sample) - 8:
                return None
    return None


def _east_asian(text: str, encoding: str) -> float:
    """The share of the characters outside ASCII that people write in that encoding, from 0 to 1."""
    strange = len(_NOT_ASCII.findall(text))
    if not strange:
        return 0.0
    marks = len(_EAST_ASIAN_MARKS.findall(text))
    if encoding in ("cp932", "euc_jp"):
        kana = len(_KANA.findall(text))
        return min(1.0, (kana + len(_HAN.findall(text)) + marks) / strange) if kana > strange * 0.2 else 0.0
    if encoding == "cp949":  # it has all syllables, and other encodings look like those that nobody uses
        used = sum(1 for syllable in _HANGUL.findall(text) if len(syllable.encode("euc_kr")) == 2)
        return min(1.0, (used + marks) / strange) if used else 0.0
    common = len(_COMMON_HAN.findall(text))
    return min(1.0, len(_HAN.findall(text)) / strange) if common > strange * 0.06 else 0.0
