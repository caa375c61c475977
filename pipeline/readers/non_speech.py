"""Removes what is in a transcript but wasn't said: [Music], >>, repeated captions, markup, time codes in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape

from pipeline.readers import sounds

LONGEST_SOUND = 200
"""Characters of a caption that only describes a sound, and of what stands in brackets for one."""
_SOUNDS = "|".join(sounds.SOUNDS)
_BRACKETED_SOUND = re.compile(
    rf"[\[(（【{{]\s{{0,3}}(?=\w[^\])）】}}]{{0,{LONGEST_SOUND}}}[\])）】}}])(?:{_SOUNDS})(?:\s{{0,3}}[-–:,][^\])]{{0,43}})?[.!…]?\s{{0,3}}[\])）】}}]"
    r"|(?:(?<!#)#|[♪♫♩♬])[♪♫♩♬#]*\s*(?=[♪♫♩♬])|[♪♫♩♬]+",
    re.I,
)
_IN_PLACE_OF_SPEECH = re.compile("|".join(sounds.IN_PLACE_OF_SPEECH), re.I)
_WATERMARK = re.compile(
    r"[\[(](?:transcribed (?:by|with) [^\[\]()]{1,40}\. (?:go|upgrade) [^\[\]()]{1,80}"
    r"|auto-generated transcript\b[^\[\]()]{0,100})[\])]",
    re.I,
)
"""What free versions of tools write into what was said."""
_ONLY_A_SOUND = re.compile(r"^[\W_]*[\[\(（][^\]\)）]{1,60}[\]\)）][\W_]*$")
_TIMED_INAUDIBLE = re.compile(
    r"\\?\[\s*(inaudible|unintelligible|crosstalk|indiscernible|unverständlich)\s+\d[\d:.,]*\s*\\?\]", re.I
)
_TIME_CODE = re.compile(
    r" ?\\?[\[(<]\s*\d{1,3}:\d{2}(?::\d{2})?(?:[.,:]\d{1,3})?"
    r"(?:\s*(?:-->|-|–)\s*\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)?\s*\\?[\])>]\s*"
)
_AFTER_SENTENCE = r"(?:^|(?<=[.?!…\-—\"”’)\]] )|(?<=[.?!…\-—\"”’)\]]  ))"
_ARROWS = re.compile(rf"{_AFTER_SENTENCE}(?:>>+|»)[ \t]*")
_TURNS = re.compile(rf"{_AFTER_SENTENCE}(?:>>+|»)[ \t]*|\[SPEAKER_TURN\][ \t]*")
_TURNS_IN_FRENCH = re.compile(rf"{_AFTER_SENTENCE}>>+[ \t]*|\[SPEAKER_TURN\][ \t]*")
"""Where « and » are quotation marks."""
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>i|b|u|s|c|v|em|strong|font|span|ruby|lang|p|br|div|tt|small|big|sup|sub)\b"
    r"(?P<rest>[^<>\n]{0,200})>|</?c(?:\.[\w.#-]+)?>|<\d{1,3}:\d{2}(?::\d{2})?[.,]\d{1,3}>",
    re.I,
)
_RUBY = re.compile(r"<(r[tp])\b[^<>\n]{0,100}>[^<>\n]{0,200}(?:</\1>)?|</r[tp]>", re.I)
_WRAPPED = re.compile(r"^[ \t]*&lt;([a-z]{1,6})(?: [^&<>\n]{1,100})?&gt;(.+)&lt;/\1&gt;[ \t]*$", re.M)
_CAPTION_TAGS = frozenset(("i", "b", "u", "s", "c", "v", "em", "strong", "font", "ruby", "lang"))
"""These mark how captions look. The others are for pages, and are spoken of in talks about them."""
_ASS_TAG = re.compile(r"\{\\[^{}\n]{0,300}\}")
_ENTITY = re.compile(
    r"&(?:amp|lt|gt|nbsp|quot|apos|lrm|rlm|hellip|mdash|ndash|rsquo|lsquo|ldquo|rdquo|#\d{1,7}|#x[0-9a-fA-F]{1,6});"
)
_ASIDE = re.compile(r"^\((?:whereupon|pause|recess|end of|off the record)\b[^()]*\)\W*$", re.I)
_BLANKS = re.compile(r"\s+")
_SUSPECT = re.compile(r"[\[\]()（）【】{}<>&♪♫♩♬»\\]")
_NOTHING = re.compile(r"^[\W_]*$")
_SAID_WITHOUT_LETTERS = re.compile(r"[+=×÷%$€£§©°🎉]|^\*{2,}$")


def without_markup(text: str) -> str:
    """The text of a caption without tags, and with its entities resolved. A tag that stands among the words like one of
    them, as in "the <div> tag", was said. So was one that is written with entities within a line."""
    if "<" in text:
        text = _RUBY.sub("", text) if "<r" in text else text
        text = _without_tags(text)
    if "&" in text:
        text = _WRAPPED.sub(r"\2", text) if "&lt;/" in text else text
        text = _ENTITY.sub(lambda entity: _resolved(entity[0]), text)
    if "{\\" in text:
        text = _ASS_TAG.sub("", text)
    return text


@lru_cache(maxsize=256)
def _resolved(entity: str) -> str:
    return unescape(entity)


def _without_tags(text: str) -> str:
    tags = list(_TAG.finditer(text))
    closed = {tag["name"].lower() for tag in tags if tag["close"]}
    pending: dict[str, bool] = {}
    kept: list[str] = []
    end = 0
    for tag in tags:
        name = (tag["name"] or "c").lower()
        if tag["close"]:
            said = _is_word(text, tag) and pending.pop(name, True)
        else:
            said = _is_word(text, tag) and not (tag["rest"] and name in ("font", "span", "p"))
            if not said and name not in _CAPTION_TAGS and name not in closed and name != "br":
                said = _begins_line(text, tag) and text[tag.end() : tag.end() + 1] == " "
            pending[name] = said
        if not said:
            kept += [text[end : tag.start()], " " if name == "br" else ""]
            end = tag.end()
    return "".join([*kept, text[end:]])


def _is_word(text: str, tag: re.Match[str]) -> bool:
    """Whether a tag stands among the words of its line like one of them."""
    if tag["name"] is None or _begins_line(text, tag) or text[tag.start() - 1] not in ' \t("“':
        return False
    after = text[tag.end() : tag.end() + 1]
    return after in ' \t.,;:!?)"”' if after.strip("\n") else tag["name"].lower() != "br"


def _begins_line(text: str, tag: re.Match[str]) -> bool:
    place = tag.start() - 1
    while place >= 0 and text[place] in " \t":
        place -= 1
    return place < 0 or text[place] == "\n"


def parts(text: str) -> list[str]:
    """The parts of a text. A new one begins where ">>" says that another person speaks, at the start and after a
    sentence, and where whisper.cpp writes [SPEAKER_TURN]."""
    if ">>" not in text and "»" not in text and "[SPEAKER_TURN]" not in text:
        return [text]
    return (_TURNS_IN_FRENCH if "«" in text else _TURNS).split(text)


def in_place_of_speech(text: str) -> bool:
    """Whether these words in brackets stand where something was said: "inaudible", "name"."""
    return _IN_PLACE_OF_SPEECH.fullmatch(text.strip()) is not None


def is_spoken(text: str) -> bool:
    """Whether anything in a text was said."""
    return (text[:1].isalnum() and not _SUSPECT.search(text)) or bool(spoken(text))


def are_plain(texts: Sequence[str]) -> bool:
    """Whether `parts` and `spoken` change nothing in any of these texts."""
    whole = "".join(texts)
    if not whole.isprintable() or "  " in whole or _SUSPECT.search(whole) or "SPEAKER_TURN" in whole:
        return False
    return all(text[:1].isalnum() and text[-1] != " " for text in texts)


def spoken(text: str) -> str:
    """The part of a text that was said, on one line. Empty if nothing was."""
    if "  " in text or not text.isprintable():  # of all blanks, only the usual one is printable
        text = _BLANKS.sub(" ", text)
    text = text.strip()
    if _SUSPECT.search(text):
        text = _TIMED_INAUDIBLE.sub(lambda mark: f"[{mark[1].lower()}]", text)
        text = _TIME_CODE.sub(" ", text)
        text = _WATERMARK.sub(" ", text)
        text = _ARROWS.sub("", _BRACKETED_SOUND.sub(" ", text))
        text = _BLANKS.sub(" ", text).strip()
        if _ASIDE.match(text):
            return ""
        if text[-1:] in "([{":
            text = text[:-1].rstrip()
    if not text[:1].isalnum() and _NOTHING.match(text) and not _SAID_WITHOUT_LETTERS.search(text):
        return ""
    return text


def is_sound(text: str) -> bool:
    """Whether a whole caption only describes what is heard, such as "(wind swiping sound)" or "[door closes]"."""
    if text[:1].isalnum() or len(text) > LONGEST_SOUND or text.count(" ") > 7 or not _ONLY_A_SOUND.match(text):
        return False
    if text.lstrip()[:1] != "[" or " " in text.strip():
        return True
    return not spoken(text) or in_place_of_speech(text.strip("[]"))  # any other [name] is in place of what was said
