"""Decides which words before a colon or next to a time are a speaker's name, and how it is shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LONGEST_NAME_CHARACTERS = 60
"""The longest name."""

_DECORATION = ' *_~`[]<>{}"“”#»•|:：,;=–—-'
_NO_NAME = re.compile(
    r"^(notes?|hinweis|warning|achtung|tip|caution|important|wichtig|examples?|e\.?g|i\.?e|usage|step \d+|schritt \d+|"
    r"https?|ftp|mailto|date|time|datum|duration|title|subject|re|fwd?|to|from|cc|bcc|sent|url|link|links|source|author|"
    r"agenda|attendees|participants|topics?|summary|description|version|license|licence|copyright|status|todo|fixme|"
    r"see also|see|output|input|result|results|default|type|name|id|key|value|required|optional|returns?|args?|"
    r"arguments|parameters?|raises|p\.?s|meeting id|meeting|recording|recorded|transcript|transcription|location|"
    r"keywords|tags|language|channel|speakers?|action items?|chapters?|section \d.*|article \d.*|page \d*|figure \d*|"
    r"table \d*|types?|methods?|class(?:es)?|functions?|propert(?:y|ies)|fields?|values|options?|requirements?|"
    r"installation|changes|changed|added|fixed|fixes|removed|deprecated|security|features?|problems?|solutions?|"
    r"hints?|run|exercises?|info|debug|error|warn|trace|fatal|critical|password|passcode|phone|e-?mail|address|"
    r"note that|break)$",
    re.I,
)
_NO_NAME_WORDS = re.compile(
    r"\b(is|are|was|were|have|has|had|will|would|can|could|should|this|that|these|those|which|because|if|then|when|"
    r"so|but|it's|that's|let's|we|you|they|there|here|what|how|why|following|says?|said|called|think|click|ist|sind|"
    r"wird|est|sont|c'est|es|son|para|que|and then)\b",
    re.I,
)
_ENDS_A_SENTENCE = re.compile(
    r"\b(?:of|to|by|for|the|and|or|in|on|with|a)$|[!?;=/\\{}<>%$]|(?<! )\||\|(?! )|\.\s+(?-i:[a-z])|[.,] *$", re.I
)
_GUID = re.compile(r"^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?(@.*)?$", re.I)
_NUMBERED = re.compile(r"^(?:spk|speaker|spkr|s)[ _-]*0*(\d{1,3})$", re.I)
_UNKNOWN = re.compile(r"^(-+|\?+|unknown( speaker)?|unidentified( speaker)?|speaker|n/?a|none|null)$", re.I)
_INTRODUCED = re.compile(r"\S[ \t]+\(([^\s()]{1,12})\)[ \t]*$")
_QUOTED = re.compile(r"[\"“„«»].*[\"”“»«]$")
"""What is in quotation marks is a button or a page, and nobody who speaks."""
_MAY_BE_QUOTED = frozenset(' *_"“„«»')
_JOINING = frozenset("\ufe0e\ufe0f\u200d")
"""Parts of pictures."""
_PHONE = re.compile(r"\+?[\d(][\d ()/.*xX-]{5,24}")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "da",
        "do",
        "dos",
        "del",
        "della",
        "di",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ben",
        "ter",
        "ten",
        "zu",
        "und",
        "y",
        "e",
        "af",
        "av",
        "of",
        "and",
    ]
)
"""Words in names that begin with a small letter."""
_ENDED = re.compile(r"[!?;=\\{}<>%$]|[.…]$(?<!\b[A-Z]\.)(?<!\b[JSDM][rs]\.)(?<!Inc\.)(?<!Ltd\.)")
_ABBREVIATED = re.compile(r"\b(?:(?i:jr|sr|dr|mr|mrs|ms|prof|st|inc|ltd|co)|[A-Z])\.$")


@lru_cache(maxsize=1024)
def tidy(name: str) -> str | None:
    """The name as it is shown, without markup around it. None if it says nothing."""
    name = " ".join(name.split())
    if len(name) > 400:
        return None
    name = _bare(name)
    if name.count("(") != name.count(")") or name.startswith("("):
        name = name.strip("() ")
    name = name[:LONGEST_NAME_CHARACTERS].strip()
    if not name or _UNKNOWN.match(name):
        return None
    if match := _NUMBERED.match(name):
        return f"Speaker {match[1]}"
    return name


def _bare(name: str) -> str:
    """The name without the marks around it. Brackets that are part of it stay: "[EXT] Jane Doe", "Jane Doe [Foo]"."""
    bare = name.strip(_DECORATION)
    if bare.count("[") != bare.count("]"):
        whole = name.strip(_DECORATION.replace("[", "").replace("]", ""))
        return whole if whole.count("[") == whole.count("]") else bare
    return bare


def abbreviated(name: str) -> str:
    """The short form that is introduced with a name. Empty if there is none.

    >>> abbreviated("Voice Over (VO)")
    'VO'
    """
    match = _INTRODUCED.search(name) if ")" in name else None
    return match[1] if match else ""


def plausible(name: str, *, small: bool = False) -> bool:
    """Whether these words before a colon or next to a time can be a speaker's name, judged by the words alone. In small
    letters, only one short word counts; with `small`, all do."""
    if quoted(name):
        return False
    name = name.strip(' *_[]()“”"')
    if not 1 <= len(name) <= LONGEST_NAME_CHARACTERS or name.count(" ") > 5:
        return False
    first = name[0]
    if (
        not small
        and not (first.isupper() or first.isdigit() or not first.isascii() or first == "@")
        and (" " in name or len(name) > 20)
    ):
        return False
    if first.isdigit() and not any(c.isalpha() for c in name):
        return False
    if not any(c.isalnum() for c in name) or _NO_NAME.match(name) or _NO_NAME_WORDS.search(name):
        return False
    if "://" in name or "`" in name:
        return False
    return not _ENDS_A_SENTENCE.search(name) or bool(_ABBREVIATED.search(name))


def sender(name: str) -> str:
    """The name in what Zoom's chat writes before a message.

    >>> sender("From  Dana Fox to Everyone")
    'Dana Fox'
    """
    return " ".join(name.removeprefix("From ").split()).partition(" to ")[0]


def numbered(name: str) -> bool:
    """Whether these words are a speaker's number: "Speaker 2", "SPEAKER_02"."""
    return bool(_NUMBERED.match(name.strip()))


def quoted(name: str) -> bool:
    """Whether these words are in quotation marks: a button or a page, and nobody who speaks."""
    return name[:1] in _MAY_BE_QUOTED and bool(_QUOTED.match(name.strip(" *_")))


def is_phone(name: str) -> bool:
    """Whether these characters are a telephone number, under which people call in."""
    return bool(_PHONE.fullmatch(name.strip()))


def without_brackets(name: str) -> str:
    """A name without what stands in brackets behind it, such as pronouns or a company."""
    return _BRACKETS.sub(" ", name).strip()


def is_other(name: str) -> bool:
    """Whether these words are what documents and programs write before a colon: "Note", "Step 1", "Date"."""
    return bool(_NO_NAME.match(name.strip(' *_[]()“”"')))


def like_a_person(name: str) -> bool:
    """Whether each word begins like those of a name: with a capital, in brackets, with a digit, or short."""
    words = name.split()
    return len(words) <= 5 and all(
        word[0].isupper() or not word[0].isascii() or word[0] in '(&"“' or word.isdigit() or len(word) <= 3
        for word in words
    )


def like_a_name(name: str) -> bool:
    """Whether these words look like a name in a list of those who take part, whatever the words mean: "Will Smith",
    "van der Berg, Jan", "Fox, Dana (EXT - ACME GmbH & Co. KG)", "+49 171 5550199"."""
    if is_other(name) or quoted(name):
        return False
    if is_phone(name):
        return True
    words = without_brackets(name).split()
    capital = [word for word in words if word not in _PARTICLES and word[0] not in "-–—|/&@·"]
    return (
        0 < len(capital) <= 7
        and not _ENDED.search(" ".join(words))
        and all(word[0].isupper() or word[0].isdigit() or not word[0].isascii() for word in capital)
        and any(word[0].isalpha() for word in capital)
        and not (len(words) == 1 and words[0] == name and _NO_NAME_WORDS.match(name) is not None)
    )


def shown(names: Iterable[str | None]) -> dict[str, str]:
    """What to show for each name that is only an identifier, "Speaker 1", "Speaker 2", …, and for each with an icon
    before it, if the names differ without them."""
    every = dict.fromkeys(name for name in names if name)
    found: dict[str, str] = {}
    for name in every:
        if _GUID.match(name):
            found[name] = f"Speaker {len(found) + 1}"
    bare = {name: _without_icon(name) for name in every if not name[0].isascii() and not name[0].isalnum()}
    left = {bare.get(name, name) for name in every}
    if len(left) == len(every):
        found.update((name, short) for name, short in bare.items() if short != name)
    return found


def _without_icon(name: str) -> str:
    """The name without the pictures before it."""
    place = 0
    while place < len(name) and (name[place] in _JOINING or unicodedata.category(name[place]) in ("So", "Sk", "Zs")):
        place += 1
    return tidy(name[place:]) or name
