"""Removes what is in a transcript but wasn't said: [Music], >>, repeated captions, markup, time codes in the text."""

from __future__ import annotations

import re
from html import unescape

# Sounds that captions describe, in the languages that YouTube and meeting tools write.
_SOUNDS = "|".join(
    (
        r"(?:\w+ )?music(?: playing| continues| fades)?|musik|musique|música|musica|muziek|musiik(?:ki|kia)",
        "музыка|音楽|音乐|音樂|음악|موسيقى|מוזיקה",
        r"(?:\w+ )?applause|applaus|applaudissements|aplausos?|applausi|аплодисменты|拍手|掌声|박수|تصفيق",
        r"(?:\w+ )?(?:laughter|laughs?|laughing|chuckles?|chuckling|giggles?)|gelächter|lachen|rires?|risas?|risate",
        "смех|笑い?|笑声|웃음",
        "blank[_ ]audio|no audio|silence|no speech|no sound|foreign(?: language)?|speaking (?:in )?foreign language",
        r"(?:\w+ )?(?:coughs?|coughing|sighs?|sighing|sneezes?|clears throat|breathing|gasps?|whistles?|whistling)",
        r"(?:\w+ )?(?:typing|clicking|beep(?:ing|s)?|ding(?:s|ing)?|ringing|whoosh(?:es|ing)?|popping|bell rings?)",
        "cheers?|cheering|cheers and applause|cross-?talk|background (?:noise|music|conversation)|noise|static",
        "(?:long )?pause|vocalsound|disfmarker|nonvocalsound|gap|__+",
        "video (?:playback|plays?)|(?:start|end) of (?:video|recording)|recording (?:started|stopped)",
    )
)
_BRACKETED_SOUND = re.compile(
    rf"[\[(（【{{]\s{{0,3}}(?:{_SOUNDS})(?:\s{{0,3}}[-–:,][^\])]{{0,43}})?[.!…]?\s{{0,3}}[\])）】}}]"
    r"|(?:(?<!#)#|[♪♫♩♬])[♪♫♩♬#]*\s*(?=[♪♫♩♬])|[♪♫♩♬]+",
    re.I,
)
_ONLY_A_SOUND = re.compile(r"^[\W_]*[\[\(（][^\]\)）]{1,60}[\]\)）][\W_]*$")
LONGEST_SOUND = 200
"""Characters of a caption that only describes a sound."""
_TIMED_INAUDIBLE = re.compile(
    r"\\?\[\s*(inaudible|unintelligible|crosstalk|indiscernible|unverständlich)\s+\d[\d:.,]*\s*\\?\]", re.I
)
_TIME_CODE = re.compile(
    r" ?\\?[\[(<]\s*\d{1,3}:\d{2}(?::\d{2})?(?:[.,:]\d{1,3})?"
    r"(?:\s*(?:-->|-|–)\s*\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)?\s*\\?[\])>]\s*"
)
_ARROWS = re.compile(r"(?:^|(?<=[.?!…\-—\"”’)\]] )|(?<=[.?!…\-—\"”’)\]]  ))(?:>>+|»)[ \t]*")
_TAG = re.compile(
    r"</?(?:i|b|u|s|c|v|em|strong|font|span|ruby|rt|rp|lang|p|br|div|tt|small|big|sup|sub)\b[^<>\n]{0,200}>"
    r"|</?c(?:\.[\w.#-]+)?>|<\d{1,3}:\d{2}(?::\d{2})?[.,]\d{1,3}>",
    re.I,
)
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
    """The text of a caption without tags, and with its entities resolved."""
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        text = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
        if "<" in text and "&" not in text:
            text = _TAG.sub("", text)
    if "{\\" in text:
        text = _ASS_TAG.sub("", text)
    return text


def parts(text: str) -> list[str]:
    """The parts of a text. A new one begins where ">>" says that another person speaks: at the start, and after a
    sentence."""
    return _ARROWS.split(text) if ">>" in text or "»" in text else [text]


def spoken(text: str) -> str:
    """The part of a text that was said, on one line. Empty if nothing was."""
    text = _BLANKS.sub(" ", text).strip()
    if _SUSPECT.search(text):
        text = _TIMED_INAUDIBLE.sub(lambda mark: f"[{mark[1].lower()}]", text)
        text = _TIME_CODE.sub(" ", text)
        text = _ARROWS.sub("", _BRACKETED_SOUND.sub(" ", text))
        text = _BLANKS.sub(" ", text).strip()
        if _ASIDE.match(text):
            return ""
        if text[-1:] in "([{":
            text = text[:-1].rstrip()
    if _NOTHING.match(text) and not _SAID_WITHOUT_LETTERS.search(text):
        return ""
    return text


def is_sound(text: str) -> bool:
    """Whether a whole caption only describes what is heard, such as "(wind swiping sound)" or "[door closes]"."""
    if len(text) > LONGEST_SOUND or text.count(" ") > 7 or not _ONLY_A_SOUND.match(text):
        return False
    return text.lstrip()[:1] != "[" or " " in text.strip() or not spoken(text)  # [name] is in place of what was said
