"""Patterns for kinds of English sentences: question, warning, need, result, announcement, chatter."""

from __future__ import annotations

import re

from pipeline.speech.lexicon import phrase_of


def _pattern(text: str) -> re.Pattern[str]:
    """A pattern that ignores case. Long ones are in `phrases.txt`."""
    return re.compile(text, re.IGNORECASE)


QUESTION = phrase_of("english", "sentence_kinds.QUESTION")
HARMLESS = phrase_of("english", "sentence_kinds.HARMLESS")
"""A negation that forbids nothing: "don't worry"."""
CONDITION_ALONE = phrase_of("english", "sentence_kinds.CONDITION_ALONE")
"""A condition that has become a sentence of its own. How it begins is looked at first, since that is soon done."""
AFTERTHOUGHT = _pattern(
    r"^(?:as long as|unless|provided that|so that|until)\b[^,;:?]{8,140}\.$"
    r"|^(?:and |but |so )?not (?:just |only )?(?:the|this|these|those|your|in|on|into|onto|with|by|from)\b"
    r"[^,;:?]{2,80}$"
    r"|^but (?:not|never|only) (?:until|before|after|when|while|if|unless|once)\b[^,;:?]{2,80}$"
)
"""What limits the sentence before and has become a sentence of its own: "and not just the jack"."""
INSTEAD = _pattern(
    r"^(?:(?:if|when|unless|once)\b[^,;]{3,80}, )?(?:please )?(?P<not>(?:don't|do not|never|avoid) [^,;]{3,80})[,;] "
    r"(?:(?:but|instead|rather|just|simply|please),? )*(?P<then>.+)$"
)
"""What not to do (`not`), and what to do then (`then`)."""
WARNING = phrase_of("english", "sentence_kinds.WARNING", re.NOFLAG)
PROHIBITION = phrase_of("english", "sentence_kinds.PROHIBITION")
NOTE = phrase_of("english", "sentence_kinds.NOTE")
RESTRICTION = phrase_of("english", "sentence_kinds.RESTRICTION")
"""Something that limits or permits."""
TIP = phrase_of("english", "sentence_kinds.TIP", re.NOFLAG)
NOT_NEEDED = _pattern(
    r"^(?:(?:you|we|i) (?:don't|do not) (?:need(?: to)?|have to)|(?:there's |there is )?no need(?: to)?)"
    r" (?!worry|know|care|think|really|do (?:that|this|it|anything))\w+ \w+[ ,]"
)
"""A sentence that says what isn't necessary."""
CONSEQUENCE = phrase_of("english", "sentence_kinds.CONSEQUENCE")
"""What happens under a condition."""
EXPECTED = phrase_of("english", "sentence_kinds.EXPECTED")
"""What appears or happens after an instruction."""
PREREQUISITE = phrase_of("english", "sentence_kinds.PREREQUISITE")
"""What listeners must have or know."""
DEFINED = phrase_of("english", "sentence_kinds.DEFINED")
"""What a term means, or what isn't done now."""
HABIT = phrase_of("english", "sentence_kinds.HABIT")
"""A habit of the speaker, or what was or might be done. It tells nobody to do the same."""
TRIAL = phrase_of("english", "sentence_kinds.TRIAL")
"""What a presenter does (`does`) and what then appears (`seen`)."""
SHOWS = phrase_of("english", "sentence_kinds.SHOWS")
"""Words of somebody who shows something while talking."""
TOPIC = phrase_of("english", "sentence_kinds.TOPIC")
"""The announcement of what (`what`) the whole recording is about."""
SHOWING = _pattern(
    r"\b(?:i'm|we're|i am|we are) going to (?:show you|look at|take a look at|cover|go through|walk (?:you )?through)"
    r" (?P<what>(?:a|an|the|some|how to) .+)"
)
"""A sentence that says what the recording shows."""
HOW_TO = _pattern(
    r"\b(?:show|teach|tell|walk|take|explain|understand|demonstrate|learn|see|look at|covers?|about|go over)\b.{0,25}?"
    r"\bhow (?:to|you can|we can)\s++(?P<what>.+)"
)
GOAL = phrase_of("english", "sentence_kinds.GOAL")
"""The announcement of what (`what`) the next sentences achieve."""
CHATTER = phrase_of("english", "sentence_kinds.CHATTER", re.NOFLAG)
"""Phrases about watching, listening, breaks and the call itself. A sentence with one tells the reader nothing."""
MORE_INFORMATION = phrase_of("english", "sentence_kinds.MORE_INFORMATION")
ABOUT_RECORDING = phrase_of("english", "sentence_kinds.ABOUT_RECORDING")
IDIOM = phrase_of("english", "sentence_kinds.IDIOM")
"""The beginning of a phrase about the talk itself, or about nothing in particular."""
ABOUT_LISTENERS = _pattern(r"\b(?:questions?|workshop|exercise|everyone|everybody|folks|guys)\b")
CORRECTION = phrase_of("english", "sentence_kinds.CORRECTION")
"""The beginning of a sentence that corrects the one before it."""
TURNED_TO = phrase_of("english", "sentence_kinds.TURNED_TO")
"""The next thing to do, said as a topic: "let's now take a look at loading raw text files"."""
FIRST_OF_SEVERAL = _pattern(
    r"^(?:(?:so|now|and|then|okay|well),? )*(?:(?:we|i|you)(?:'ll| will)?(?: just)? |let's )?(?:first(?:ly)?,? )?"
    r"(?:start|begin)(?: off| out)? (?:by|with) [a-z]+ing\b"
)
"""The beginning of a sentence with the first of several instructions."""
STARTING = phrase_of("english", "sentence_kinds.STARTING")
"""A sentence that ends an introduction and begins the work."""
WEAK_OBJECT = _pattern(
    r"^(?:all of (?:it|that|this|them|these|those)\b|over\b|it|that|this|them|these|those|so|one|ones|something"
    r"|(?:yours|mine|ours)(?: (?:here|there|instead))?|anything|everything|stuff|things?|on|ahead"
    r"|a (?:bit|little|lot)|\W)*$"
)
"""What follows a verb and says nothing: "it", "something", "a bit"."""
TYPED = re.compile(
    r"(?:sudo|git|npm|npx|pip3?|conda|docker|kubectl|cd|mkdir|python3?|apt(?:-get)?|brew|curl|make|cargo|nix) "
)
"""The beginning of a command line."""
