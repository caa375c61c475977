"""Decides which beginnings of a file's lines are labels of who speaks, by how often they come back.

    labels = speaker_labels.find(texts)           # the texts of all lines, captions or paragraphs, in their order
    if label := labels.of(text):                  # "Dana Fox (she/her): Hello", "<dana> Hello", "(speaker 0) Hello"
        speaker, text = speaker_names.tidy(label.name), text[label.end :]
    elif labels.stranger(text):                   # begins with a label that nobody knows, where all lines have one
        speaker = None                            # said by another person, and never by the speaker before

A beginning that comes back is a label whatever it looks like; the words of a beginning are judged only where it is seen
once, or where few lines have a label. For captions, whose line breaks fall anywhere, say `captions=True`: then a label
has to come back more often unless half of the captions have one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from pipeline.readers import non_speech, speaker_names

LONGEST_LABEL_CHARACTERS = 100
"""No label is longer, with what stands in brackets after a name."""
MOST_LABEL_WORDS = 14
HEAD_CHARACTERS = 200
"""A label is looked for in so many characters at the beginning of a text."""
NEARLY_ALL = 0.8
"""The share of lines with labels from which on every line is taken to have one."""
RARE, FEW = 0.1, 0.2
"""The shares of the lines with labels that a word such as "Note" must have to be one: who is called Security speaks
more than once in a while. With only two lines it must have the second."""
AT_CHANGES = 0.3
"""The same for first and last names before a dash, which may stand only where the speaker changes."""
MOST_TITLES = 6
"""So many lines over the first label that comes back may be a title, and don't count."""
MOST_BLANKS_BEFORE_DASH = 3
"""In what may be any words before a dash, where nearly every line has them and they come back."""
FEWEST_LINES = 4
"""Of fewer lines with labels nothing is concluded about the others."""

_BRACKETED = re.compile(
    r"[ \t]*+(?:<(?P<angle>[^<>\n]{1,100})>|\((?P<round>[^()\n]{1,100})\)|\[(?P<square>[^\[\]\n]{1,100})\])"
    r"[ \t]*+(?=[^\s:：])"
)
_DASH = re.compile(r"[ \t]*+(?P<name>\S[^\n]{0,60}?)[ \t]++[-–—|][ \t]++(?=\S)")
_TAB = re.compile(r"(?P<name>[^\s:][^\t\n:]{0,59})\t[ \t]*+(?=\S)")
_POINT = re.compile(
    r"[ \t]*+(?P<name>(?:(?:Mr|Mrs|Ms|Messrs|Dr)\.|Miss|Senator|Representative|Chair(?:man|woman|person)?|Secretary"
    r"|General|Admiral|Ambassador|Justice|Judge)(?: [A-Z][\w'’-]{1,30}){1,3}|The [A-Z][\w'’-]{2,30}"
    r"(?: [A-Z][\w'’-]{2,30})?)\.[ \t]++(?=[^\sa-z])"
)
"""As the records of parliaments and hearings set apart who speaks."""
_BEFORE_POINT = frozenset(" \tMDTSRCGAJ")
_DASHES = re.compile(r"[ \t][-–—|][ \t]")
_CLOCK = re.compile(r"\d:\d")
_BLANKS = " \t"
_TAG = re.compile(r"/|(?:[cv]\.|(?:b|i|u|c|v|em|strong|font|span|p|br|div|ruby|rt|lang)(?:[ \t/]|$))", re.I)


class Form(Enum):
    """How a label is set apart from what is said."""

    COLON = "Name: text"
    ANGLE = "<Name> text"
    ROUND = "(Name) text"
    SQUARE = "[Name] text"
    DASH = "Name - text"
    TAB = "Name, a tab, and text"
    POINT = "Mr. Name. Text"

    __hash__ = object.__hash__  # members are compared by identity; Enum's own hash is slow


_OPENS = {"<": Form.ANGLE, "(": Form.ROUND, "[": Form.SQUARE}
"""How the forms begin that have brackets."""
_BEFORE_BRACKETS = frozenset(("", *_BLANKS, *_OPENS))


class Label(NamedTuple):
    """The label at the beginning of a text."""

    name: str
    """As it is written. `speaker_names.tidy` makes it what is shown."""
    end: int
    """The index at which what is said begins."""
    form: Form


@dataclass(frozen=True)
class Labels:
    """The labels of a file."""

    forms: dict[Form, frozenset[str]]
    """For each form, the names that are labels."""
    firm: frozenset[str]
    """Those of them that come back, or all if none does."""
    every: bool
    """Whether nearly every line begins with a label."""

    def __bool__(self) -> bool:
        return any(self.forms.values())

    @property
    def names(self) -> frozenset[str]:
        return frozenset().union(*self.forms.values())

    def only(self, names: Collection[str]) -> Labels:
        """Those of these labels that have one of these names. What else looks like a label is said."""
        kept = {form: known.intersection(names) for form, known in self.forms.items()}
        return replace(self, forms=kept, firm=self.firm.intersection(names), every=False)

    def of(self, text: str) -> Label | None:
        """The label at the beginning of a text. None if there is none."""
        if text[:1] not in _BEFORE_BRACKETS:  # as nearly always, and then most are before a colon
            label = _before_colon(text[:HEAD_CHARACTERS])
            if label and label.name in self.forms.get(Form.COLON, ()):
                return label
            if not (self.forms.get(Form.DASH) or self.forms.get(Form.TAB) or self.forms.get(Form.POINT)):
                return None
        for each in _beginnings(text):
            if each.name in self.forms.get(each.form, ()):
                return each
        return None

    def stranger(self, text: str) -> bool:
        """Whether a text begins with something like a label that isn't known, in a file where nearly every line begins
        with a label."""
        begun = _beginnings(text) if self.every and self.of(text) is None else []
        return bool(begun) and begun[0].form is Form.COLON


NONE = Labels({}, frozenset(), False)


def find(texts: Iterable[str], *, bold: Iterable[str] = (), captions: bool = False, timed: bool = False) -> Labels:
    """The labels among the beginnings of these texts. Empty texts don't count. `bold`: names that are set in bold,
    which are labels even if they are seen once. `captions`: the texts are pieces of speech, cut anywhere. `timed`: each
    text has a time of its own, so that it begins something."""
    counts: Counter[tuple[Form, str]] = Counter()
    places, under = 0, False
    first: dict[str, int] = {}
    """Before how many places each name before a colon is seen first."""
    for text in texts:
        if not text or text.isspace():
            continue
        beginnings = _beginnings(text)
        bare = bool(beginnings) and any(each.form is Form.COLON and each.end >= len(text) for each in beginnings)
        if under and not bare:  # what is said by the name on the line above
            under = False
            continue
        places, under = places + 1, bare
        for each in beginnings:
            counts[each.form, each.name] += 1
            if each.form is Form.COLON:
                first.setdefault(each.name, places - 1)
    _without_marked(counts)
    head = min((place for name, place in first.items() if counts[Form.COLON, name] >= 2), default=0)
    if not captions and head <= MOST_TITLES:
        places -= head
    found = {Form.COLON: _colons(_of_form(counts, Form.COLON), places, frozenset(bold), captions, timed)}
    labelled = _covered(counts, Form.COLON, found[Form.COLON])
    for form in (Form.ANGLE, Form.ROUND, Form.SQUARE, Form.DASH, Form.TAB, Form.POINT):
        names = _set_apart(_of_form(counts, form), places - labelled, form)
        if names:
            found[form] = names
            labelled += _covered(counts, form, names)
    once = {name for form, name in counts if form is Form.COLON and speaker_names.like_a_name(name)}
    once = {name for name in once if name[0] not in _OPENS}
    begun = labelled + _covered(counts, Form.COLON, once - found[Form.COLON])
    every = labelled >= FEWEST_LINES and begun >= places * NEARLY_ALL
    if every:
        found[Form.COLON] |= once
    come_back = {name for form, names in found.items() for name in names if counts[form, name] >= 2}
    introduced = {name for form, name in counts if form is Form.COLON and speaker_names.abbreviated(name) in come_back}
    found[Form.COLON] |= introduced
    names = frozenset().union(*found.values())
    return Labels(found, frozenset(come_back | introduced) or names, every)


def _without_marked(counts: Counter[tuple[Form, str]]) -> None:
    """Takes away the names before colons that begin with a bracket, unless nearly all brackets at the beginnings belong
    to names that come back: "[EXT] Jane Doe: Hello"."""
    for opens, form in _OPENS.items():
        marked = [name for each, name in counts if each is Form.COLON and name[0] == opens]
        again = [name for name in marked if counts[Form.COLON, name] >= 2 and not _begins_with_sound(name, form)]
        inside = sum(count for (each, _), count in counts.items() if each is form)
        known = set(again) if _covered(counts, Form.COLON, again) >= inside * NEARLY_ALL else set()
        for name in marked:
            if name not in known:
                del counts[Form.COLON, name]


def _begins_with_sound(name: str, form: Form) -> bool:
    match = _BRACKETED.match(name)
    return match is not None and _is_sound(next(filter(None, match.groups())), form)


def _beginnings(text: str) -> list[Label]:
    """What may be a label at the beginning of a text, in each form that it has."""
    head = text[:HEAD_CHARACTERS]
    first = head[:1]
    if first == " " or first == "\t":
        first = head.lstrip(" \t")[:1]
    found = []
    if first and first in "<([" and (match := _BRACKETED.match(head)):
        name = (match["angle"] or match["round"] or match["square"]).strip()
        if name:
            found.append(Label(name, match.end(), _OPENS[first]))
        dash = False
    else:
        dash = "-" in head or "|" in head or (not head.isascii() and ("–" in head or "—" in head))
    if (label := _before_colon(head)) and _may_be_one(label.name):
        found.append(label)
    if "\t" in head and (match := _TAB.match(head)):
        found.append(Label(match["name"].strip(), match.end(), Form.TAB))
    if head[:1] in _BEFORE_POINT and ". " in head and (match := _POINT.match(head)):
        found.append(Label(match["name"], match.end(), Form.POINT))
    if dash and _DASHES.search(head) and (match := _DASH.match(head)):
        found.append(Label(match["name"].strip(), match.end(), Form.DASH))
    return found


def _before_colon(head: str) -> Label | None:
    """The words before the first colon, if it ends them: blanks or nothing stand behind it, unless it is a wide one."""
    place = head.find(":")
    if not head.isascii() and (wide := head.find("：", 0, place if place >= 0 else None)) >= 0:
        place = wide
    if place <= 0:
        return None
    words, end, length = head[:place], place + 1, len(head)
    name = words.strip(_BLANKS)
    if not name or len(name) > LONGEST_LABEL_CHARACTERS or "\n" in words:
        return None
    while end < length and head[end] in _BLANKS:
        end += 1
    if end == place + 1 < length and head[place] == ":" and head[end:] != "\n":
        return None
    return Label(name.strip(), end, Form.COLON)


@lru_cache(maxsize=1024)
def _may_be_one(name: str) -> bool:
    """Whether these characters before a colon may be a label at all."""
    return (
        0 < len(name) <= LONGEST_LABEL_CHARACTERS
        and name.count(" ") < MOST_LABEL_WORDS
        and (name[0].isalnum() or any(map(str.isalnum, name)))
        and "`" not in name
        and not speaker_names.quoted(name)
    )


def _of_form(counts: Counter[tuple[Form, str]], form: Form) -> Counter[str]:
    return Counter({name: count for (each, name), count in counts.items() if each is form})


def _covered(counts: Counter[tuple[Form, str]], form: Form, names: Iterable[str]) -> int:
    return sum(counts[form, name] for name in names)


def _colons(counts: Counter[str], places: int, bold: frozenset[str], captions: bool, timed: bool) -> frozenset[str]:
    """The names before colons."""
    plausible = {name for name in counts if speaker_names.plausible(name)}
    again = {name for name, count in counts.items() if count >= 2}
    words = {name for name in again - plausible if speaker_names.is_other(name)}
    if not again - words:
        again -= words
    labelled = sum(counts[name] for name in again | plausible)
    if labelled * 2 >= places:
        rare = (
            set()
            if labelled >= places * NEARLY_ALL
            else {name for name in words if counts[name] < labelled * (RARE if counts[name] >= 3 else FEW)}
        )
        names = (again - rare) | plausible
        return frozenset(name for name in names if captions or name in again or name in bold or _alone(name))
    often = 3 if captions else 2
    names = {name for name in plausible if counts[name] >= (2 if name.isupper() else often) or name in bold}
    names |= {name for name in again - words if counts[name] >= 3 and _looks_like_one(name)}
    if captions:
        return frozenset(names)
    labelled = sum(counts[name] for name in names)
    if labelled >= FEWEST_LINES:
        names |= {name for name in plausible if _alone(name)}
    elif len(names) < 2 and not timed and labelled * 3 < places:
        return frozenset()
    return frozenset(names)


def _looks_like_one(name: str) -> bool:
    return speaker_names.like_a_name(name) or speaker_names.plausible(name, small=True)


def _alone(name: str) -> bool:
    """Whether a name that is seen once is a label, where others come back."""
    return speaker_names.like_a_person(name)


def _set_apart(counts: Counter[str], places: int, form: Form) -> frozenset[str]:
    """The names in brackets, or before a dash, if nearly every line without another label has one and they come
    back."""
    if form is Form.POINT:
        names = frozenset(counts)
        again = {name for name, count in counts.items() if count >= 2}
        return names if len(again) >= 2 and counts.total() >= FEWEST_LINES else frozenset()
    again = {name for name, count in counts.items() if count >= 2 and not _is_sound(name, form)}
    covered = sum(counts[name] for name in again)
    share = 0.5 if form is not Form.DASH else AT_CHANGES if all(map(_whole, again)) else NEARLY_ALL
    share = NEARLY_ALL if form is Form.TAB else share
    if covered < FEWEST_LINES or covered < places * share:
        return frozenset()
    if len(again) < 2 and form is not Form.ANGLE:
        return frozenset()
    every = covered >= places * NEARLY_ALL
    if form in (Form.DASH, Form.TAB) and not all(
        speaker_names.plausible(name) or speaker_names.like_a_name(name) or (every and _may_be_short(name))
        for name in again
    ):
        return frozenset()
    return frozenset(again | {name for name in counts if not _is_sound(name, form) and speaker_names.like_a_name(name)})


def _may_be_short(name: str) -> bool:
    return name.count(" ") <= MOST_BLANKS_BEFORE_DASH and not speaker_names.is_other(name)


def _whole(name: str) -> bool:
    """Whether this is a first and a last name, or a speaker's number."""
    return speaker_names.numbered(name) or (" " in name and name[0].isalpha() and speaker_names.like_a_person(name))


def _is_sound(name: str, form: Form) -> bool:
    """Whether a text in brackets is a sound, a time, or markup."""
    if form is Form.DASH or form is Form.TAB:
        return False
    if form is Form.ANGLE and _TAG.match(name):
        return True
    if speaker_names.is_phone(name):
        return False
    return not any(map(str.isalpha, name)) or bool(_CLOCK.search(name)) or not non_speech.spoken(f"[{name}]")
