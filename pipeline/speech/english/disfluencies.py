"""Removes disfluencies from English sentences: fillers, restarts, repeated words, and what the speaker corrected."""

from __future__ import annotations

import re

from pipeline.speech.corrections import LIKE_NUMBER, correct
from pipeline.speech.lexicon import phrase_of, words_of

_I = re.IGNORECASE

_SOUND = r"\b(?:u+m+|u+h+m*|e+r+m*|h+m+|mmm+|(?:(?<=^)|(?<=[,.;:!?] ))mm(?= ?[,.;]| [a-z]))\b"
"""Millimetres stand behind a number, and no sign."""
_HESITATING = re.compile(_SOUND, _I)
_HESITATION = re.compile(rf"(?:(?<![\s,])[\s,]+)?{_SOUND}[\s,]*", _I)
_DASHES = re.compile(r"--(?<=\w--)-*(?=\w)")
"""Dashes between words, which remain of a filler between dashes."""
_SUPPOSED = phrase_of("english", "disfluencies.SUPPOSED")
"""The beginning of a supposition, which is read as a condition: "let's say you want to"."""
_FILLERS = phrase_of("english", "disfluencies.FILLERS")
_INFORMAL = (
    ("nna", re.compile(r"\b(?:gonna|gunna)\b", _I), "going to"),
    ("wanna", re.compile(r"\bwanna\b", _I), "want to"),
    ("'ve gotta", re.compile(r"'ve gotta\b", _I), " have to"),
    ("gotta", re.compile(r"\bgotta\b", _I), "have to"),
    ("click", re.compile(r"\b(double|triple|right|left)[ -]+(?=click(?:s|ed|ing)?\b)", _I), r"\1-"),
    ("or ", re.compile(r"^or (?=(?:we|you|i|simply|just)\b)", _I), "alternatively, "),
    (
        ", ",
        re.compile(
            r"(?<!going )(?<!want )(?<!have )(?<!need )\b(to|the|an?|of|is|called|named|at|with|as|for|in|on), "
            r"(?:let me (?:see|think|check|look)|let's see"
            r"|what (?:was|is) it|where is it|hold on|wait)(?: now| again)?, (?=\S)",
            _I,
        ),
        r"\1 ",
    ),
    ("lemme", re.compile(r"\blemme\b", _I), "let me"),
    ("gimme", re.compile(r"\bgimme\b", _I), "give me"),
    ("cause", re.compile(r"\b'?cause\b(?=\s+(?:you|we|i|it|they|the|that|this)\b)", _I), "because"),
    ("all", re.compile(r"\by'all\b", _I), "you"),
    ("like,", re.compile(r"\b(don't|do not|never|not),? like,[\s,]*(?=[a-z])", _I), r"\1 "),
    ("n't, ", re.compile(r"\b(don't), (?=[a-z]+\b)", _I), r"\1 "),
    (
        ", then",
        re.compile(r"^(wait|pause|stop|listen|stir|mix|rinse|shake|dry|save|repeat), then (?=[a-z])", _I),
        r"\1 and then ",
    ),
    ("copy", re.compile(r"\bcopy ?/ ?paste\b", _I), "copy and paste"),
    ("login", re.compile(r"^Login and\b", _I), "Log in and"),
    ("login", re.compile(r"\blogin to\b", _I), "log in to"),
    ("go ahead", re.compile(r"\bgo ahead (?:and|now and|then and)\s+", _I), ""),
    ("go ahead", re.compile(r"\bgo ahead,? and then\s+", _I), "then "),
    ("come ", re.compile(r"\bcome (?:over|down|up) (?:here )?and\s+", _I), ""),
    (
        " have ",
        re.compile(r"\b(you|we|I) have (?=(?:press|click|select|choose|enter|type|open|go|wait)\b)", _I),
        r"\1 have to ",
    ),
    (", ", re.compile(r"\b((?:you|we|i)(?:'ll| can| could| will)) (?:(?:also|then|just) )?[a-z]+, (?=\1 )", _I), ""),
    (" say ", re.compile(r"\b(is|was|of|like) say (?=\d)", _I), r"\1 "),
    ("and ", re.compile(r"\b(try|be sure) and (?=[a-z]+\b)", _I), r"\1 to "),
    (" of ", re.compile(r"\b(?:kind|sort) of (?=(?:like|just)\b)", _I), ""),
    (
        "here",
        re.compile(
            r"(?<!\bthe )(?<!top )(?<!bottom )(?<!upper )(?<!lower )\b(?:right|over|(?:up|down)(?= here)) (?=t?here\b)",
            _I,
        ),
        "",
    ),
)
"""(a text without which the pattern can't match, the pattern, what replaces it) for spoken forms of words."""

_OPEN_ENDED = words_of("english", "disfluencies.OPEN_ENDED")
"""Words with which no sentence ends. After one of them, a dash shows that the speaker broke off."""

_BREAK = re.compile(r"(?<!\s)\s+[-–—]+\s+(?:[-–—]+\s+)*|(?:(?<!\s)\s+)?(?:\.{3,}|…)\s*")
"""A dash or dots with which a speaker may break off."""
_WORD = re.compile(r"[\w'’]+")

_CORRECTION = phrase_of("english", "disfluencies.CORRECTION")
_CORRECTION_HINTS = (
    *(
        "wait",
        "sorry",
        "oops",
        "i mean",
        "or rather",
        "scratch that",
        "correction",
        "make that",
        "make it",
        "strike that",
        "actually no",
        ", no, ",
        "oh no",
        "oh, no",
        "actually it",
        "actually that",
    ),
    *(
        "actually, no",
        "no actually",
        "no, actually",
        "not that",
        "excuse me",
        "my mistake",
        "misspoke",
        "actually, just",
        "actually, it",
        "actually, that",
    ),
)
"""Texts without one of which a sentence has no correction."""


def without_disfluencies(text: str) -> str:
    """The sentence without fillers, restarts and repeated words. Nothing else is changed.

    >>> without_disfluencies("Um, so we're - we want you to, uh, click the the Save button")
    'so we want you to click the Save button'
    """
    text = _SUPPOSED.sub(r"\g<before>if ", text.replace("’", "'").replace("‘", "'"))
    if _HESITATING.search(text):
        text = _HESITATION.sub(" ", text)
    text = mend_breaks(_DASHES.sub(" ", _FILLERS.sub(_in_place_of_filler, text)))
    text = drop_repeats(text)
    lowered = text.lower()
    for hint, pattern, better in _INFORMAL:
        if hint in lowered:
            text = pattern.sub(better, text)
    return tidy(text)


def _in_place_of_filler(filler: re.Match[str]) -> str:
    """What comes in place of a filler: its comma if it has one and a clause ends before it, else nothing."""
    before = filler.string[: filler.start()].rstrip()
    return "," if filler[0].endswith(",") and before and before[-1].isalnum() else ""


_UNTIDY = re.compile(r" [,;:!?.]|[,;:]\s*[,;:]")


def tidy(text: str) -> str:
    """The text with spaces and commas as in written English.

    >>> tidy("So , click  ,, Save .")
    'So, click, Save.'
    """
    text = " ".join(text.split())
    if _UNTIDY.search(text):
        text = re.sub(r"(?<!\s)\s+([,;:!?])", r"\1", text)
        text = re.sub(r"(?<!\s)\s+\.(?=\s|$)", ".", text)
        text = re.sub(r"([,;:])(?:\s*[,;:])+", r"\1", text)
    return text.strip(" ,;:–—").removeprefix("- ").removesuffix(" -").strip()


def drop_repeats(text: str) -> str:
    """The text without the second of two equal words in a row, if they are function words, or of two equal pairs of
    words."""
    words = [word.strip(",") for word in text.lower().split()]
    if not any(
        word == words[i + 1] or (i + 3 < len(words) and word == words[i + 2] and words[i + 1] == words[i + 3])
        for i, word in enumerate(words[:-1])
    ):
        return text
    text = re.sub(
        r"\b(the|a|an|to|of|in|on|at|for|from|with|by|i|we|you|it|it's|is|are|and|or|so|if|that's|your|our|my|this"
        r"|we're|i'm|let's|we'll|i'll|you'll|can|will|as|be|just|when|what|they|he|she)(?:[\s,]+\1\b)+",
        r"\1",
        text,
        flags=_I,
    )
    return re.sub(r"\b([a-z']{1,40}\s+[a-z']{1,40})(?:[\s,]+\1\b)+", r"\1", text, flags=_I)


def mend_breaks(text: str) -> str:
    """The text without what was broken off at a dash or at dots and then begun again.

    >>> mend_breaks("get ready to put it into the top of the - of the bag")
    'get ready to put it into the top of the bag'
    >>> mend_breaks("cut the - tear them lengthwise")
    'tear them lengthwise'
    """
    pieces: list[tuple[str, str]] = []
    begin = 0
    for found in _BREAK.finditer(text):
        pieces.append((text[begin : found.start()], found.group()))
        begin = found.end()
    mended = text[begin:]
    for left, sign in reversed(pieces):
        mended = _joined_at_break(left.rstrip(" ,"), mended, sign)
    return mended


def _joined_at_break(left: str, right: str, sign: str) -> str:
    """What remains of two texts with a dash or dots between them; `sign` is what is between them."""
    left_words, right_words = list(_WORD.finditer(left)), list(_WORD.finditer(right))
    if not left_words or not right_words:
        return left or right
    explained = re.match(r"(?:that is|i mean|or rather|i should say),?\s+", right, _I)
    if explained:
        right_words = [w for w in right_words if w.start() >= explained.end()] or right_words
    first = right_words[0].group().lower()
    lowered = [w.group().lower() for w in left_words]
    # The speaker goes back to a word and says again what came after it.
    for back in range(1, min(9, len(lowered)) + 1):
        if _is_same_word(lowered[-back], first):
            kept = left[: left_words[-back].start()]
            again = right[right_words[0].start() :]
            return f"{kept}{again[:1].lower()}{again[1:]}" if kept.strip() and not again.startswith("I") else again
    if first == "to":
        return f"{left} {right}"
    if lowered[-1] in _OPEN_ENDED:
        clause = max(left.rfind(","), left.rfind(";"), left.rfind("."))
        words_after = [w for w in left_words if w.start() > clause]
        if len(words_after) <= 5:
            return f"{left[: clause + 1]} {right}" if clause >= 0 else right
    return f"{left}{' – ' if '.' not in sign and '…' not in sign else '; '}{right}"


def _is_same_word(one: str, other: str) -> bool:
    """Whether two words are the same up to an apostrophe, such as "we're" and "we"."""
    return one.split("'")[0] == other.split("'")[0]


_NOT_THIS = re.compile(r"^not [^,;]{1,60}(?:, (?=(?:you|we|i)\b)|,? but (?:rather )?)", _I)
"""What a correction denies before it says what is right: "not the red one, you need to press the green one"."""
_BRIEFLY = re.compile(r"(?P<value>[^\s,]+(?: [^\s,]+){0,3})(?P<rest>, .+)$")
"""What takes the place of something in the middle, and how the sentence goes on: "right, and pull"."""
_CONDITION_FIRST = re.compile(r"^(?:if|unless|in case)\b[^,;]{1,120},", _I)
"""A condition before a command. It also holds for what corrects the command."""


def with_correction(text: str) -> str:
    """The sentence with the speaker's correction put in place of what it corrects.

    >>> with_correction("Set the port to 8080, no wait, 8443")
    'Set the port to 8443'
    >>> with_correction("Click on File, sorry, I mean Edit.")
    'Click on Edit.'
    """
    said_better = re.search(r"[;,] that is, (?=[a-z]+ (?:it|them|the|your|a)\b)", text)
    if said_better and "," not in text[: said_better.start()]:
        named = re.search(r"\b(the [\w -]{1,120}?)(?: itself)?$", text[: said_better.start()], _I)
        text = text[said_better.end() :]
        if named:
            text = re.sub(r"\b(?:it|them)\b", named.group(1), text, count=1)
    lowered = text.lower()
    if not any(hint in lowered for hint in _CORRECTION_HINTS):
        return text
    found = _CORRECTION.search(text)
    if not found or not text[: found.start()].strip() or not text[found.end() :].strip(" ."):
        return text
    left, right = text[: found.start()].rstrip(" ,;:.–—-"), with_correction(text[found.end() :].lstrip())
    marker = found.group().strip(" ,.;:—–-").lower()
    right = _NOT_THIS.sub("", right)
    if (briefly := _BRIEFLY.match(right)) and marker in ("i mean", "no", "sorry"):
        return f"{correct(left, briefly['value'])}{briefly['rest']}"
    if marker in ("sorry", "oops", "whoops", "i mean", "excuse me") and not _replaces(left, right):
        return f"{left}, {right}" if left else right
    right = _with_object_of(left, right)
    if (anew := _CHOSEN_AGAIN.match(right)) and any(map(str.isdigit, left)):
        left, right = _up_to_number(left), right[anew.end() :]
    better = correct(left, right)
    condition = _CONDITION_FIRST.match(left)
    return f"{condition[0]} {right}" if condition and better == right and not _CONDITION_FIRST.match(right) else better


_CHOSEN_AGAIN = re.compile(
    r"(?:(?:you|we|i)(?:'d| should| would|'ll)? )?(?:choose|take|use|pick|select|enter|type|go with|make (?:it|that)"
    r"|set it to|it's|that's) (?=\d\S*[.!]?$)",
    _I,
)
"""A correction that names a number for the one before: "choose 13"."""


def _up_to_number(text: str) -> str:
    """The text without the clauses behind the last one with a digit."""
    while "," in text and not any(map(str.isdigit, text[text.rfind(",") :])):
        text = text[: text.rfind(",")]
    return text


_SET_AGAIN = re.compile(r"(?P<verb>[a-z]+) (?:it|that|this|them) (?P<to>to|at|as|in|into|on|onto|with|from) (?=\S)", _I)
"""The beginning of a correction that only points at the object: "set it to 6"."""


def _with_object_of(left: str, right: str) -> str:
    """The correction with what it points at: "set it to 6" after "set the channel to 11" is "set the channel to 6"."""
    again = _SET_AGAIN.match(right)
    if not again:
        return right
    verb, to = re.escape(again["verb"]), again["to"]
    said = re.search(rf"\b{verb} (?P<object>(?:the|your|our|a|an|this|that) [^,;.]{{1,60}}?) {to} ", left, _I)
    return f"{again['verb']} {said['object']} {to} {right[again.end() :]}" if said else right


def _replaces(left: str, right: str) -> bool:
    """Whether the text after a weak sign of a correction such as "sorry" replaces the text before it: it has at most
    four words, or begins with a number or with a word that was said before."""
    words = right.split()
    return len(words) <= 4 or bool(LIKE_NUMBER.match(words[0].strip(".,"))) or words[0].lower() in left.lower().split()
