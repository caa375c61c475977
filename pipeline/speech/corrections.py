"""Puts a speaker's correction into what was said before it. Works for any language with spaces between words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.numbers import in_digits_or_letters, is_number_word

LIKE_NUMBER = re.compile(r"^[#$€£]?\d[\d.,:/-]*%?$")
"""A number, a price, a date, a time or a percentage."""


def correct(said: str, correction: str) -> str:
    """What was said, with the correction in its place. If the correction begins with a word that was said, it replaces
    everything from that word on. A number replaces the last number. Any other correction of up to three words replaces
    as many words at the end, or up to where its last word was said, and a longer one replaces everything.

    >>> correct("Set the port to 8080", "8443"), correct("Click on File", "Edit.")
    ('Set the port to 8443', 'Click on Edit.')
    >>> correct("Add two cups of flour", "three cups.")
    'Add three cups of flour'
    """
    said = said.rstrip(" .,;:")
    words = said.split()
    new = correction.split()
    if not words or not new:
        return correction or said
    first = new[0].strip(".,;:\"'").lower()
    for i in range(len(words) - 1, -1, -1):
        if words[i].strip(".,;:\"'").lower() == first:
            if len(new) == 2 and LIKE_NUMBER.match(new[1].strip(".")) and LIKE_NUMBER.match(words[-1]):
                return " ".join([*words[:-1], new[1]])  # "the port to 8080, port 8443"
            return " ".join([*words[:i], correction])
    if LIKE_NUMBER.match(first):
        for i in range(len(words) - 1, -1, -1):
            if LIKE_NUMBER.match(words[i].strip(".,;:")):
                tail = words[i + 1 :] if len(new) == 1 else []
                return " ".join([*words[:i], correction, *tail])
    last = new[-1].strip(".,;:\"'").lower()
    if 1 < len(new) <= 3 and (alike := [i for i, word in enumerate(words) if word.strip(".,;:\"'").lower() == last]):
        end = alike[-1] + 1  # "two cups of flour, three cups": the last word is the same
        if end >= len(new):
            return " ".join([*words[: end - len(new)], correction.rstrip("."), *words[end:]])
    if len(new) <= 3 and len(words) > len(new):
        return " ".join([*words[: -len(new)], correction])
    return correction


_AH = (
    r"(?:(?:oh|uh|um|ah|ach|well|and|but|äh|ähm|hm|ups|hoppla|und|aber|ay|uy|eh|bueno|y|pero|euh|oups|bon|et|mais)\b"
    r"[\s,.!]{1,4}){0,3}"
)
_SORRY = (
    r"(?:entschuldigung|entschuldigt|verzeihung|quatsch|korrektur|beziehungsweise|ich meine|falsch|stimmt nicht"
    r"|besser gesagt|pardon|perdón|perdon(?:a|ad|e|en)|disculp(?:a|ad|e|en)|corrección|corrijo|miento|digo(?=[,.])"
    r"|me (?:he )?equivo(?:qué|cado)|mejor dicho|quiero decir|qué digo|désolée?|excusez-moi|excuse-moi"
    r"|je (?:me trompe|me suis trompée?|veux dire|voulais dire|corrige))"
)
"""What people say in German, Spanish or French before they put something right."""
_MARK = (
    r"(?:no|nope|wait|hang on|hold on|sorry|actually|oops|whoops|correction|scratch that|i mean|i meant|nein|nee|warte"
    rf"|wartet|moment|espera|esperen|esperad|non|attendez|attends|{_SORRY}"
    r"|(?:that|this)(?:'s| is| was) (?:the )?(?:wrong|not right|not correct|incorrect|a mistake))\b[\s,.:;–-]{1,4}"
)
_IS = (
    r"(?:(?:now|ahora|jetzt|maintenant) )?(?:(?:it|that|this)(?:'s| is| was| should be) |make (?:it|that) "
    r"|(?:es|das) (?:sind|ist) |(?:sind|ist) (?:es|das) |(?:son|es|eran?|serían?) |c'est |ce sont )?"
)
"""What may stand before a value that is put right."""
_X_NOT_Y = re.compile(
    rf"^{_AH}(?:{_MARK}){{1,5}}(?:use )?{_IS}"
    r"(?P<new>[^,;:.!?]{1,60}),? (?:and |und |y |et )?(?:not|nicht|pas|no(?! (?:problem|more|need|matter|way"
    r"|idea|longer)\b)) (?P<old>[^,;:!?]{1,40}?)[.!]?$",
    re.IGNORECASE,
)
"""A correction that says what was wrong, too: "no, sorry, it's five seconds, not three"."""
_NOT_Y_X = re.compile(
    rf"^{_AH}(?P<mark>(?:{_MARK}){{0,5}})"
    r"(?:(?:it|that|this)(?:'s| is| was) |(?:es|das) sind |(?:es|das) ist |(?:son|es) |ce n'est |c'est )?"
    r"(?:not(?: (?:for|at|to|with|in|on))?|nicht|no(?: son)?|pas) (?P<old>[^,;:.!?–…-]{1,40}?)"
    r"(?:(?:[,;:.…]| [–-])+ | (?=(?:it|that)(?:'s| is) ))"
    r"(?:(?:but|sondern|sino|mais|rather)[\s,]{1,2})?(?:(?:it|that|this)(?:'s| is| was| should be) |make (?:it|that) "
    r"|use |i meant? |i said |(?:es|das) (?:sind|ist) |(?:son|es) |c'est |ce sont )?(?P<new>[^,;:.!?]{1,60}?)"
    r"(?:,? (?:since|because|as|now|instead|today|these days|weil|da|seit|jetzt|porque|ya que|desde que|ahora|parce que"
    r"|depuis|maintenant)\b[^.!?]{0,80})?[.!]?$"
    rf"|^(?P<mark2>(?:{_MARK}){{0,5}})(?:not|nicht|no|pas) (?P<old2>[^,;:.!?]{{1,40}}?),? (?:but|sondern|sino|mais) "
    r"(?P<new2>[^,;:.!?]{1,60})[.!]?$",
    re.IGNORECASE,
)
"""A correction that begins with what was wrong: "sorry, not two, it's three litres", "not ten, fifteen"."""
_SAID_Y_X = re.compile(
    rf"^{_AH}(?:{_MARK}){{0,5}}(?:i (?:said|told you|wrote)|ich (?:sagte|habe|hatte)|he dicho"
    r"|(?:(?:les|os|te) )?dije|j'ai dit|je (?:vous|t')? ?ai dit|j'avais dit) "
    r"(?:(?:before|earlier|vorhin|eben|gerade|antes|avant) )?"
    r"(?P<old>[^,;:.!?]{1,30}?)(?: (?:before|earlier|just now|gesagt|antes|avant|tout à l'heure)){0,2}[,;] "
    rf"(?:(?:and |but |aber |und |pero |mais )?(?:{_MARK}){{0,2}})"
    rf"(?:but |aber |pero |mais )?{_IS}(?:i meant? )?(?P<new>[^,;:.!?]{{1,60}})[.!]?$",
    re.IGNORECASE,
)
"""A correction that repeats what was said: "sorry, I said 600, it is 300"."""
_VALUE_NOT_Y = re.compile(
    r"^(?:(?:it|that|this)(?:'s| is| should be) |make (?:it|that) |(?:es|das) (?:sind|ist) |(?:son|es) |c'est "
    r"|ce sont )?(?P<new>[^,;:.!?]{1,40}),? (?:and |und |y |et )?(?:not|nicht|pas|no) (?P<old>[^,;:.!?]{1,30}?)[.!]?$",
    re.IGNORECASE,
)
"""A correction without a sign of one. It is one only if both are numbers: "fifteen, not ten"."""
_ONLY_A_VALUE = re.compile(
    rf"^{_AH}(?=(?:{_MARK}|make (?:it|that) |.{{1,40}}, (?:sorry|i mean|actually|rather|{_SORRY})\b))"
    rf"(?!no (?!wait|sorry|actually|espera|{_SORRY}))(?:{_MARK}){{0,5}}(?:(?:you|we|i) (?:need|want|meant) )?{_IS}"
    r"(?:(?:to|at|for|auf|bei|um|mit|an?|al?|en|con|del?|el|la|à|au|sur|de|le|in) ){0,2}"
    r"(?P<new>[^\s,;:.!?]{1,20}(?: [^\s,;:.!?]{1,20})?)"
    rf"(?:,? (?:sorry|i mean|actually|rather|instead|{_SORRY}))?[.!]?$",
    re.IGNORECASE,
)
"""A correction that is nothing but the right value: "sorry, fifteen", "make that fifteen minutes"."""
_AMENDS = re.compile(
    rf"^{_AH}(?:(?:no|nein|nee|non|moment|espera|esperad|warte)\b[\s,.!]{{1,4}}){{0,2}}"
    rf"(?:(?P<sorry>(?:{_SORRY}|sorry)\b[\s,.!]{{1,4}})|(?<=[,.!] )){_IS}"
    r"(?!.*\b(?:nicht|no|pas)\b)(?:(?:besser|eher|mejor|más bien|plutôt) )?"
    r"(?=(?:\d|(?:el|la|los|las|al?|del?|en|con|por|un|una|media|den|dem|de[sn]|eine?[nmrs]?|auf|in|im|ins|am|ans|halbe"
    r"|bei|mit|zu[mr]?|les?|à|aux?|sur|dans|une|du|doble)\b|l'|d[aei][ers] (?-i:(?:[a-zäöü]+e[nrs]? )?[A-ZÄÖÜ])"
    r"|(?P<value>[\w-]{2,20})(?: [^\s,]{1,20})?[.!]?$))"
    r"(?:[^\s,;:]+[\s.!]{0,2}){1,6}$",
    re.IGNORECASE,
)
"""A sentence in German, Spanish or French that is nothing but what takes the place of something said just before."""
_CLAUSE = re.compile(
    r"(?:you|we|i|they|he|she|it|that|this|there|let|du|ihr|wir|ich|sie|man|usted|vous|nous|on)(?:['’]\w+)? \S",
    re.IGNORECASE,
)
"""The beginning of a whole clause: "not the lid, you'll break it"."""
_OUTDATED = re.compile(
    rf"^(?:{_MARK}){{0,5}}(?P<old>[^,;:.!?]{{1,40}}?) (?:was|were|is|are|used to be) (?:for )?(?:the |our |in the )?"
    r"(?:old|wrong|previous|former|too (?:few|little|low|short|small|much|many|high|long|big)|not enough)\b",
    re.IGNORECASE,
)
"""What was said isn't so any more: "two grams was the old recipe"."""
_DENIED_BEFORE = re.compile(r"\b(?:not|nicht|no|pas)\s$", re.IGNORECASE)
"""What stands before a value that was never meant: "five, not three"."""


_TAKES_BACK = re.compile(
    r"(?:(?:oh|ah|uh|um|and|but|well|okay),?\s{1,3}){0,3}"
    r"(?:(?:oops|whoops|my (?:mistake|bad)|(?:i['’]m )?sorry|no|nope|wait)\b[\s,.!]{1,4}){0,6}(?:"
    r"(?<!^)(?:that['’]s|that was|this is|it was) (?:actually )?(?:the )?wrong\b[^,;.]{0,20}[,;]|my (?:mistake|bad)\b"
    r"|(?:(?:or|hm+|no|actually|maybe|perhaps)\b,? ){1,3}"
    r"(?:let['’]s (?:say|do|use|make|go with|take|put)\b|not\b(?! (?:yet|only|just)\b))"
    r"|(?<!^)(?:we|you|i) (?:don['’]t|do not|shouldn['’]t)(?! (?:need|have|know|want|think|see)\b) [^,;.]{2,40}[,;.]"
    r"|(?:well,? )?not yet\b|not (?:the|in|on|to|with) [^,;.]{2,40}, (?:but )?(?:the|an?|in|on|to|with) "
    r"|(?<!^)(?:with|in|on|to|from|at|into) \S+(?: \S+){0,3}$|i said [^,;.]{1,30}, (?:but |it['’]s |i meant )"
    r"|(?:hang on|hold on|(?<!^))[\s,]*before (?:that|(?:we|you|i) do (?:that|this|it))\b)"
    r"|[^,;.]{2,40}, i mean[.!]?$",
    re.IGNORECASE,
)
"""The beginning of a sentence that puts something else in the place of what was just told."""


def amends(sentence: str) -> bool:
    """Whether a sentence in German, Spanish or French is nothing but a correction of something said before it.

    >>> amends("No, perdón, el verde."), amends("Nein, den grünen."), amends("Pardon, au port 5.")
    (True, True, True)
    >>> amends("No, gracias."), amends("Perdón, tengo que contestar eso."), amends("El verde.")
    (False, False, False)
    """
    found = _AMENDS.match(sentence.replace("’", "'").strip())
    return found is not None and (not found["value"] or bool(found["sorry"]) or _is_number(found["value"]))


def takes_back(sentence: str) -> bool:
    """Whether a sentence says that what was told before it isn't to be done so.

    >>> takes_back("Oops, that was wrong, run it with the other one."), takes_back("Not the lid, the base.")
    (True, True)
    >>> takes_back("Then run it with the other one."), takes_back("Not yet?")
    (False, False)
    """
    said = sentence.strip()
    return not said.endswith("?") and _TAKES_BACK.match(said.rstrip(" .!")) is not None


@dataclass(frozen=True, slots=True)
class _Replacement:
    old: str
    new: str
    marked: bool
    """Whether a word such as "sorry" says that it is a correction."""
    denies_first: bool = False
    """Whether it begins with what was wrong."""

    @property
    def is_sure(self) -> bool:
        """Whether the one surely takes the place of the other: a word says so, or both are numbers. After what was
        wrong, a clause may follow that says why: "not the lid, you'll break it"."""
        if not self.marked or self.denies_first:
            numbers = _has_number(self.old) and _has_number(self.new)
            alike = self.old.split()[0].lower() == self.new.split()[0].lower() or " " not in self.old + self.new
            return numbers or (self.marked and alike)
        return True


def _replacement(said: str, correction: str) -> _Replacement | None:
    """What a correction replaces by what. It names both, or only the number that replaces the one that was said."""
    correction = correction.replace("’", "'").strip()
    if (found := _ONLY_A_VALUE.match(correction)) and (number := _replaced_number(said, found["new"])):
        return _Replacement(number, _small(found["new"]), marked=True)
    if found := (_SAID_Y_X.match(correction) or _X_NOT_Y.match(correction)):
        old, new, marked, first = found["old"], found["new"], True, False
    elif found := _NOT_Y_X.match(correction):
        old, new = found["old"] or found["old2"], found["new"] or found["new2"]
        marked, first = bool(found["mark"] or found["mark2"]), True
    elif (found := _VALUE_NOT_Y.match(correction)) and _has_number(found["old"]) and _has_number(found["new"]):
        old, new, marked, first = found["old"], found["new"], False, False
    else:
        return None
    old, new = old.strip(), new.strip()
    if first and _CLAUSE.match(new):
        return None
    if new.lower().endswith(" one") and old.lower().endswith(" one"):
        new, old = new[:-4], old[:-4]
    return _Replacement(old, _small(new), marked, first)


def _small(new: str) -> str:
    """A number that begins a sentence, as in the middle of one."""
    return f"{new[:1].lower()}{new[1:]}" if _is_number(new.split()[0]) else new


def _replaced_number(said: str, new: str) -> str | None:
    """The only number of what was said, if a new value can take its place: a number, with the same unit if any."""
    words, number = said.split(), new.split()
    if not _is_number(number[0]) or new.lower() == "one":
        return None
    numbers = [at for at, word in enumerate(words) if _is_number(word.strip(".,;:"))]
    if len(numbers) != 1:
        return None
    unit = words[numbers[0] + 1].strip(".,;:") if numbers[0] + 1 < len(words) else ""
    if len(number) > 1 and unit and not _is_same(unit.lower(), number[1].lower()):
        return None
    return words[numbers[0]].strip(".,;:")


def says_what_was_wrong(correction: str) -> bool:
    """Whether a correction names what it replaces, and says that it is a correction.

    >>> says_what_was_wrong("Wait, it's the left one, not the right one."), says_what_was_wrong("No wait, port 8443.")
    (True, False)
    >>> says_what_was_wrong("Sorry, I said two, it's three litres."), says_what_was_wrong("Not bad, right?")
    (True, False)
    """
    found = _replacement("", correction)
    return found is not None and found.marked


def withdraws_value(said: str, correction: str) -> bool:
    """Whether a text denies what was just said in these words, or says that a number isn't so any more.

    >>> withdraws_value("Wait ten minutes.", "Not ten, fifteen."), withdraws_value("Add it.", "Not ten, fifteen.")
    (True, False)
    >>> withdraws_value("Add two grams.", "Sorry, two grams was the old recipe, it's four now.")
    True
    """
    outdated = _OUTDATED.match(correction.replace("’", "'").strip())
    if outdated and _has_number(outdated["old"]):
        return _said_again(said, outdated["old"])
    found = _replacement(said, correction)
    return found is not None and _said_again(said, found.old) and not _DENIED_BEFORE.search(_before(said, found.old))


def _has_number(text: str) -> bool:
    return any(_is_number(word.strip(".,")) for word in text.split())


def _said_again(said: str, what: str) -> bool:
    """Whether a text, or the number in it, stands in what was said."""
    numbers = [word for word in what.split() if _is_number(word)]
    return any(_places_of(said, each) for each in (what, _as_number(what), *numbers[:1]))


def _before(said: str, what: str) -> str:
    """What was said before the first place of a text."""
    places = _places_of(said, what) or _places_of(said, _as_number(what))
    return said[: places[0][0]] if places else ""


def with_value_corrected(said: str, correction: str) -> str | None:
    """What was said, with the corrected value in the place of the one that the correction names. None if it names none,
    or if that doesn't stand there exactly once.

    >>> with_value_corrected("Hold it for three seconds until it beeps", "No, sorry, it's five seconds, not three.")
    'Hold it for five seconds until it beeps'
    >>> with_value_corrected("Mix it with two litres of water", "Sorry, not two, it's three litres since we moved.")
    'Mix it with three litres of water'
    >>> with_value_corrected("Wait ten minutes", "Not ten, fifteen."), with_value_corrected("Wait 9 days", "No, 8.")
    ('Wait fifteen minutes', 'Wait 8 days')
    """
    found = _replacement(said, correction)
    if found is None or not found.is_sure:
        return None
    new, old = found.new, found.old
    place = _place_of(said, old) or _place_of(said, _as_number(old))
    if place is None or _DENIED_BEFORE.search(said[: place[0]]):
        return None
    before, wrong, after = said[: place[0]], said[place[0] : place[1]], said[place[1] :]
    words, behind = new.split(), after.split()
    # "three seconds until …, five seconds": what both have in common stands there already.
    for shared in range(len(words) - 1, 0, -1):
        there = [word.strip(".,;:") for word in behind[:shared]]
        if len(there) == shared and all(map(_is_same, words[-shared:], there)):
            unit = there[-1] if there[-1].lower() != f"{words[-1].lower()}n" else words[-1]
            more_or_fewer = {words[-1].lower(), there[-1].lower()} == {unit.lower(), f"{unit.lower()}s"}
            if shared == 1 and more_or_fewer:  # "one minute, two minutes"
                return f"{before}{new}{after.replace(there[-1], '', 1).removeprefix(' ')}"
            return f"{before}{' '.join(words[:-shared])}{after}"
    wrong_words = wrong.split()
    if len(words) == 1 and len(wrong_words) > 1 and (_is_number(words[0]) and _is_number(wrong_words[0])):
        return f"{before}{' '.join([*words, *wrong_words[1:]])}{after}"
    if len(words) > 1 and len(wrong_words) == 1 and _is_number(wrong) and behind:
        return None  # "five minutes, not five, ten seconds": the unit behind the number may be another one
    return f"{before}{new}{after}"


def _is_same(word: str, other: str) -> bool:
    """Whether two words are the same up to an ending of one letter: "litre" and "litres", "Liter" and "Litern"."""
    one, two = sorted((word.lower(), other.lower()), key=len)
    return one == two or (len(one) > 2 and two[:-1] == one and two[-1] in "sn")


_INSIDE = re.compile(
    rf"(?:[,;:…]|\.{{3}}| [–—-](?= )){{1,3}} (?={_MARK}|(?:not|nicht|no|pas) "
    rf"|[^\s,;:.!?]{{1,20}}, (?:not|nicht|no|pas) )|(?<=\w) (?=(?:no|nein|nee|non) {_SORRY}\b)"
    r"| (?=(?:oh )?(?:sorry|oops|whoops|no wait|wait no|i mean|i meant|oh no)\b)",
    re.IGNORECASE,
)
"""Where a correction may begin within a sentence."""
_GOES_ON = re.compile(r", (?:and|then|und|dann|y|luego|et|puis) (?!not |nicht |no |pas )", re.IGNORECASE)
"""Where a sentence goes on after a correction within it."""


def with_value_corrected_inside(said: str) -> str | None:
    """A sentence with the value that it corrects itself put right. Empty if it takes back a value and can't be put
    right; None if it corrects none.

    >>> with_value_corrected_inside("Mix it with three litres of water … sorry, not three, it's two litres.")
    'Mix it with two litres of water.'
    >>> with_value_corrected_inside("Wait ten minutes, not twenty.")
    """
    for place in _INSIDE.finditer(said):
        before, behind = said[: place.start()].rstrip(), said[place.end() :]
        ends = [len(behind), *(found.start() for found in _GOES_ON.finditer(behind))]
        for end in ends:
            correction = behind[:end]
            if not withdraws_value(before, correction):
                continue
            rest = behind[end:] or ("." if behind.rstrip().endswith(".") else "")
            text = with_value_corrected(before, correction)
            return f"{text}{rest}" if text else ""
    return None


def amends_inside(said: str) -> bool:
    """Whether a sentence in German, Spanish or French takes back a part of itself, and says so.

    >>> amends_inside("Pulsa el botón rojo, no, perdón, el verde, y espera."), amends_inside("Pulsa el rojo, perdón.")
    (True, False)
    """
    for place in _INSIDE.finditer(said):
        behind = said[place.end() :]
        for end in (len(behind), *(found.start() for found in _GOES_ON.finditer(behind))):
            found = _AMENDS.match(behind[:end])
            if found is not None and found["sorry"]:
                return True
    return False


_OLD_ONE = re.compile(
    rf"^{_AH}(?:{_MARK}){{0,5}}(?:that(?:'s| is| was) (?:the|my|our) (?:old|wrong|previous|former)"
    r"|das (?:ist|war) (?:noch )?(?:die|der|das) (?:alte|falsche)"
    r"|(?:ese|esa|eso) (?:es|era) (?:el|la) (?:viej|antigu|anterio)\w*"
    r"|c'(?:est|était) l'anci\w+)(?: [\w-]{2,20})?[.!]?$",
    re.IGNORECASE,
)
"""What was just said holds no more: "sorry, that's the old one"."""
_NEW_ONE = re.compile(
    rf"^{_AH}(?:now )?(?:use |make (?:it|that) |{_IS}"
    r"|(?:the|our|my) (?:new|right|correct|current) (?:[\w-]{2,20} )?is "
    r"|(?:jetzt|nun) (?:ist es|lautet sie|lautet er) "
    r"|(?:die|der|das) (?:neue|richtige) (?:[\w-]{2,20} )?(?:ist|lautet) "
    r"|(?:el|la) (?:nuev\w|correct\w|actual) (?:[\w-]{2,20} )?es "
    r"|(?:le|la) (?:bon(?:ne)?|nouve\w+) (?:[\w-]{2,20} )?est )"
    r"(?P<new>\S{0,60}\d\S{0,60}?)(?: now| instead| today| these days| jetzt| ahora| maintenant)?[.!]?$",
    re.IGNORECASE,
)
"""What holds in its place: "it's 10.0.4.23 now"."""
_WITH_DIGITS = re.compile(r"(?<!\S)[^\s\d]{0,60}\d\S*?(?=[,;:.!]?(?:\s|$))")


def with_old_one_replaced(said: str, denial: str, new: str) -> str | None:
    """What was said, with the value that holds now in the place of the only one that was denied. None if these aren't a
    denial and a value.

    >>> with_old_one_replaced("Enter 10.0.4.22 there.", "Sorry, that's the old one.", "It's 10.0.4.23 now.")
    'Enter 10.0.4.23 there.'
    """
    denied, given = _OLD_ONE.match(denial.replace("’", "'").strip()), _NEW_ONE.match(new.replace("’", "'").strip())
    values = _WITH_DIGITS.findall(said)
    if denied is None or given is None or len(values) != 1:
        return None
    return said.replace(values[0], given["new"], 1)


_DENIED_ALONE = re.compile(
    rf"^(?:{_MARK}){{0,5}}(?:not|nicht|no|pas) (?P<old>[^,;:.!?]{{1,30}})[.!]?$|^(?:{_MARK}){{0,5}}did i say "
    r"(?P<asked>[^,;:.!?]{1,30})\?$",
    re.IGNORECASE,
)
"""Only what was wrong. What is right comes in the next sentence: "not ten", "did I say ten?"."""


def denied_alone(said: str, text: str) -> str | None:
    """What a text denies of what was said, if it only denies a number: "Not ten." after "Wait ten minutes."."""
    found = _DENIED_ALONE.match(text.replace("’", "'").strip())
    old = (found["old"] or found["asked"]).strip() if found else ""
    both = re.search(r"\b(?:but|sondern|sino|mais)\b", old, re.IGNORECASE)
    return old if old and not both and _has_number(old) and _said_again(said, old) else None


def _place_of(said: str, what: str | None) -> tuple[int, int] | None:
    """Where a text stands in what was said, if it stands there once."""
    found = _places_of(said, what)
    return found[0] if len(found) == 1 else None


def _places_of(said: str, what: str | None) -> list[tuple[int, int]]:
    if not what:
        return []
    alone = re.compile(rf"(?<![\w.,:/-]){re.escape(what)}(?![\w/]|[.,:-]\w)", re.IGNORECASE)
    return [found.span() for found in alone.finditer(said)]


def _is_number(word: str) -> bool:
    return LIKE_NUMBER.match(word) is not None or is_number_word(word) or word.lower() == "half"


def _as_number(what: str) -> str | None:
    """A text that begins with a number, with this in its other writing: "3" for "three". None for other texts."""
    first, _, rest = what.partition(" ")
    other = in_digits_or_letters(first)
    return f"{other} {rest}".strip() if other else None
