"""Beginnings of lines that few tools write, in the form that most do: where nearly every line of a text begins so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from pipeline.readers import speaker_names
from pipeline.readers.time_units import USUAL_WORDS_PER_SECOND
from pipeline.readers.times import SPELT, seconds
from pipeline.transcript import count_words

FEWEST = 4
"""Of fewer such lines nothing is concluded."""
NEARLY_ALL, MANY = 0.8, 0.4
"""The share of the lines that must begin so, and of those where what is said stands on the next line."""
RISING = 0.9
"""The share of the times that mustn't be before the one on the line above."""
SAMPLE_LINES, SAMPLE_CHARACTERS = 60, 20_000
FASTEST_WORDS_PER_SECOND = 3.5
FEWEST_WORDS = 3
"""The average words of a line behind a name and a sign that isn't a colon."""


class _Form(NamedTuple):
    signs: tuple[str, ...]
    """Each such text has one of them."""
    pattern: re.Pattern[str]
    """Its groups: `name`, so that two of them at least come back; `at`, a time that rises from line to line."""
    usual: Callable[[re.Match[str]], str]
    share: float = NEARLY_ALL
    latin: bool = False
    """Whether the names must look like names of people or numbers of speakers."""


_NAME = r"(?P<name>[^\s「」『』（）【】()\[\]：:、。,.!?！？]{1,20})"
_PERSON = r"(?P<name>@?(?![-–—*•#«`'])[^\s:;|=<>→»~/\[\](){}\d][^\n:;|=<>→»~/\[\](){}]{0,40}?)"
_ANYBODY = r"(?P<name>[^\s\d:\[\]][^\n:\[\]]{0,78}?)"
_WITH_PRONOUNS = r"(?P<name>[^\s\d:()\[\]][^\n:()\[\]]{0,78}?(?:[ \t]\([^()\n]{1,20}\))?)"
_WORD = r"(?P<name>[^\W\d][\w.-]{0,24})"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_SPELT = SPELT.replace(r"\b", "")
_NUMBER = r"\d{1,6}\.\d{1,6}"
_TICKS = "⏱⏲⏰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛⌚⌛▶►"
_PEOPLE = "👤👥🗣🧑👩👨"
_FORMS = (
    _Form(
        ("（",),
        re.compile(rf"{_NAME.replace('name', 'who')}?（(?P<clock>\d[\d:]{{2,8}})）[ \u3000]*"),
        lambda m: f"{m['who'] or ''} [{m['clock']}] ",
        MANY,
    ),
    _Form(("（",), re.compile(rf"（{_NAME}）[ \u3000]*"), lambda m: f"{m['name']}："),
    _Form(("【",), re.compile(rf"【{_NAME}】[ \u3000]*"), lambda m: f"{m['name']}：", MANY),
    _Form(("「",), re.compile(rf"{_NAME}「(?P<said>[^「」]+)」$"), lambda m: f"{m['name']}：{m['said']}"),
    _Form(("\u3000",), re.compile(rf"[○◯●◆]?{_NAME}\u3000+(?=\S)"), lambda m: f"{m['name']}："),
    _Form(
        ("・・", "……"),
        re.compile(rf"{_NAME}(?<![・…])(?:・{{2,9}}|…{{2,6}})[ \u3000]*(?=[^\s・…])"),
        lambda m: f"{m['name']}：",
    ),
    _Form(
        ("]",),
        re.compile(rf"\[(?P<at>{_NUMBER}) ?(?:-{{1,2}}>?|–|→|:|,) ?(?P<until>{_NUMBER})\][ \t]*"),
        lambda m: f"[{m['at']}s -> {m['until']}s] ",
    ),
    _Form(
        ("]",),
        re.compile(
            rf"{_WORD}:?[ \t]+\[(?P<at>{_NUMBER}) ?(?:-{{1,2}}>?|–|→|:|,) ?(?P<until>{_NUMBER})\]:?[ \t]*(?=\S)"
        ),
        lambda m: f"[{m['at']}s -> {m['until']}s] {m['name']}: ",
    ),
    _Form(
        (".",),
        re.compile(rf"(?P<at>{_NUMBER})[ \t,;]+(?P<until>{_NUMBER})[ \t,;]+{_WORD}:?[ \t]+(?=\S)"),
        lambda m: f"[{m['at']}s -> {m['until']}s] {m['name']}: ",
    ),
    _Form(
        ("s",),
        re.compile(r"(?P<at>\d{1,6}(?:\.\d{1,3})?) ?s(?:ecs?)?(?:[ \t]+-[ \t]+|[:,]?[ \t]+)(?=[^\W\d])"),
        lambda m: f"[{m['at']}s] ",
    ),
    _Form(
        tuple(_PEOPLE),
        re.compile(
            rf"[{_TICKS}]\ufe0f?[ \t]{{0,4}}(?P<at>{_CLOCK})[ \t]{{1,4}}[{_PEOPLE}]\ufe0f?[ \t]{{0,4}}"
            r"(?P<who>[^\n]{1,80})$"
        ),
        lambda m: f"{m['who']} [{m['at']}]:",
        MANY,
    ),
    _Form(
        (":",),
        re.compile(
            r"(?:T?\+|(?:TC|TS|[Tt]ime(?:code|stamp)?|At|T|Zeit|Temps|Hora|Ora|Czas)\b[ \t]{0,4}[=:@]?[ \t]{0,4}"
            rf"|[{_TICKS}]\ufe0f?[ \t]{{0,4}})(?P<open>[\[(])?(?P<at>{_CLOCK})(?(open)[\])])[ \t]*+(?!\w+=)"
        ),
        lambda m: f"[{m['at']}] ",
        MANY,
    ),
    _Form(
        ("T",),
        re.compile(
            r"(?P<open>\[)?(?P<day>\d{4}-\d\d-\d\d)T(?P<clock>\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)"
            r"(?:Z|[+-]\d\d:?\d\d)?(?(open)\])[ \t]*[:,-]?[ \t]*(?=\S)"
        ),
        lambda m: f"[{m['day']} {m['clock']}] ",
    ),
    _Form(
        (":",),
        re.compile(
            rf"{_PERSON}[ \t]{{0,4}}@?[ \t]{{1,4}}(?P<at>{_CLOCK})(?:[ \t]{{1,4}}|:[ \t]{{0,4}})(?:[-–—][ \t]{{1,4}})?"
            r"(?=[^\W\d_\"“«¿¡])"
        ),
        lambda m: f"[{m['at']}] {m['name'].removeprefix('@')}: ",
        latin=True,
    ),
    *(
        _Form(
            (sign,),
            re.compile(rf"{_PERSON}[ \t]*{re.escape(sign)}[ \t]*(?=[^\s{re.escape(sign[0])}])"),
            lambda m: f"{m['name'].removeprefix('@')}: ",
            latin=True,
        )
        for sign in ("→", "⇒", "->", "=>", ">>", "»", ">", "//", "::", "=", ";", "~", "·", "•", "⟩", "›", "｜", "⎯")
    ),
    _Form(
        (":",),
        re.compile(rf"(?P<at>\d{{1,2}}:\d\d(?::\d\d)?)[ \t]*(?:{_SPELT})[ \t]*(?=\S)"),
        lambda m: f"[{m['at']}] ",
    ),
    _Form(
        ("(",),
        re.compile(
            rf"{_PERSON}[ \t]{{0,4}}\((?P<at>{_CLOCK})[ \t]{{0,2}}(?:[Mm]in|[Ss]ec|[Ss]ek|[Uu]hr|h|hrs)\.?\):?[ \t]*"
        ),
        lambda m: f"[{m['at']}] {m['name']}: ",
        latin=True,
    ),
    _Form(
        ("=",),
        re.compile(
            rf"start=(?P<at>{_NUMBER})s?[ \t,]+(?:stop|end)=(?P<until>{_NUMBER})s?[ \t,]+"
            rf"(?:speaker[_=])?{_WORD}:?[ \t]+"
        ),
        lambda m: f"[{m['at']}s -> {m['until']}s] {m['name']}: ",
    ),
    *(
        _Form(
            (before,),
            re.compile(rf"{re.escape(before)}{_PERSON}(?::?{re.escape(behind)}:?)[ \t]*(?=\S)"),
            lambda m: f"{m['name'].removesuffix(':')}: ",
            latin=True,
        )
        for before, behind in (
            ("«", "»"),
            ("{", "}"),
            ("`", "`"),
            ("|", "|"),
            ("'''", "'''"),
            (":", ": "),
            ("<b>", "</b>"),
            ("<strong>", "</strong>"),
        )
    ),
    _Form((":",), re.compile(rf":[ \t]{{1,4}}(?={_PERSON}:)"), lambda m: ""),
    _Form(
        (" sa", " di", " a "),
        re.compile(rf"{_PERSON}[ \t](?:said|says|sagte|sagt|dijo|dice|disse|a dit|dit):[ \t]*(?=\S)"),
        lambda m: f"{m['name']}: ",
        latin=True,
    ),
    *(
        _Form(
            (opening,),
            re.compile(
                rf"{re.escape(opening)}(?P<at>{_CLOCK})(?:[ \t]{{1,4}}|[ \t]{{0,4}}[,|·–—-][ \t]{{0,4}}){name}"
                rf"{re.escape(closing)}:?[ \t]*(?=\S)"
            ),
            lambda m: f"[{m['at']}] {m['name']}: ",
        )
        for opening, name, closing in (("[", _ANYBODY, "]"), ("(", _WITH_PRONOUNS, ")"))
    ),
    _Form(
        ("[",),
        re.compile(rf"\[{_ANYBODY}[ \t]{{1,4}}(?P<at>{_CLOCK})\]:?[ \t]*(?=\S)"),
        lambda m: f"[{m['at']}] {m['name']}: ",
    ),
    _Form(
        (":",),
        re.compile(rf"(?P<at>{_CLOCK}) ?(?:[Mm]in|[Uu]hr|[Hh]rs?|h)\b\.?:?[ \t]+(?=\S)"),
        lambda m: f"[{m['at']}] ",
        MANY,
    ),
    _Form(
        ("/", "|"),
        re.compile(
            rf"{_PERSON}[ \t]{{1,4}}(?P<sign>[/|])[ \t]{{1,4}}(?P<at>{_CLOCK})[ \t]{{1,4}}(?P=sign)[ \t]+(?=\S)"
        ),
        lambda m: f"[{m['at']}] {m['name']}: ",
        latin=True,
    ),
    _Form(
        ("s", "S"),
        re.compile(rf"{_ANYBODY}[ \t]{{0,4}}(?:{_SPELT})[ \t]{{0,4}}(?P<at>\d{{1,2}}:\d\d(?::\d\d)?)$"),
        lambda m: f"{m['name']}  {m['at']}",
        MANY,
    ),
    _Form(("SPEAKER: ",), re.compile(r"SPEAKER:[ \t]+(?P<name>[^\n:：]{1,80})$"), lambda m: f"{m['name']}:", MANY),
    _Form(("[!",), re.compile(r"\[![a-z]{3,12}\][+-]?[ \t]*(?=\S)"), lambda m: "", MANY),
    _Form(
        ("==", "--", "**", "~~"),
        re.compile(
            r"(?:={2,9}|-{2,9}|\*{2,9}|~{2,9})[ \t]+(?P<said>[^=*~]{1,80}?\d)[ \t]+(?:={2,9}|-{2,9}|\*{2,9}|~{2,9})$"
        ),
        lambda m: m["said"],
        MANY,
    ),
    _Form(
        ("...", "…", "→", "⇒", ">"),
        re.compile(rf"(?P<at>{_CLOCK})[ \t]{{0,4}}(?:\.{{3,9}}|…{{1,3}}|→|⇒|[-=]>)[ \t]*(?=[^\s.…\d])"),
        lambda m: f"[{m['at']}] ",
    ),
    _Form(("::",), re.compile(rf"(?:- )?(?P<at>{_CLOCK})[ \t]+::[ \t]+(?=\S)"), lambda m: f"[{m['at']}] "),
    _Form(("@",), re.compile(rf"@{_WORD}(?=[ \t:])"), lambda m: m["name"], MANY),
)
_BEHIND = re.compile(rf"[ \t]{{1,9}}(?P<open>[\[(])?(?P<at>{_CLOCK})(?(open)[\])])[ \t]{{0,9}}$")
_BROKEN = re.compile(r"[ \t]{0,4}<br ?/?>[ \t]*$", re.M)
_CALLOUT = re.compile(r"^[ \t]{0,3}>[ \t]?(?:\[![a-z]{3,12}\][+-]?[ \t]*)?", re.M)
_WIDE_BARS = "｜"


def usual(text: str) -> str:
    """The text with these beginnings as most tools write them: "（00:02）", "【田中】", "田中「…」", "[0.0 - 3.2]",
    "Jane Doe → …", "12s Jane Doe: …", and with a time behind what is said before it."""
    if text.count("> [!") >= FEWEST:
        text = _CALLOUT.sub("", text)
    if text.count("<br") > max(FEWEST, text.count("\n") // 2):
        text = _BROKEN.sub("", text)
    sample = _sample(text)
    joined = "\n".join(sample)
    for form in _FORMS:
        if not any(sign in joined for sign in form.signs):
            continue
        if sum(1 for line in sample if form.pattern.match(line)) >= form.share / 2 * len(sample):
            text = _in_usual_form(text, form)
            sample = _sample(text)
            joined = "\n".join(sample)
    behind = sum(1 for line in sample if _BEHIND.search(line[-24:]))
    return _with_times_before(text) if behind >= NEARLY_ALL / 2 * len(sample) else text


def _sample(text: str) -> list[str]:
    """Lines at the beginning that aren't empty. A form that few of them have isn't looked for in the others."""
    lines = map(str.strip, text[:SAMPLE_CHARACTERS].split("\n"))
    return list(islice(filter(None, lines), SAMPLE_LINES))


def with_narrow_bars(text: str) -> str:
    """The text with the bars of a table as they are written in Latin scripts, if each line has several wide ones."""
    if text.count(_WIDE_BARS) < 2 * FEWEST:
        return text
    filled = [line for line in text.split("\n") if line.strip()]
    barred = sum(1 for line in filled if line.count(_WIDE_BARS) >= 2)
    return text.replace(_WIDE_BARS, " | ") if barred >= NEARLY_ALL * len(filled) else text


def _in_usual_form(text: str, form: _Form) -> str:
    lines = text.split("\n")
    filled = [line for line in map(str.strip, lines) if line]
    begun = [match for line in filled if (match := form.pattern.match(line))]
    if len(begun) < FEWEST or len(begun) < form.share * len(filled):
        return text
    groups = form.pattern.groupindex
    if "name" in groups and not _come_back([match["name"] for match in begun], form.latin):
        return text
    if "at" in groups and not _rise([match["at"] for match in begun]):
        return text
    if form.latin and sum(count_words(match.string[match.end() :]) for match in begun) < FEWEST_WORDS * len(begun):
        return text
    found = ((line, form.pattern.match(line.strip())) for line in lines)
    return "\n".join(
        f"{form.usual(match).lstrip()}{line.strip()[match.end() :]}" if match else line for line, match in found
    )


def _come_back(names: Sequence[str | None], latin: bool) -> bool:
    counts = Counter(names)
    again = [name for name, count in counts.items() if count >= 2]
    if len(again) < 2:
        return False
    if not latin:
        return True
    known = {name for name in again if name and _is_name(name.strip())}
    return len(known) >= 2 and sum(counts[name] for name in known) >= NEARLY_ALL * len(names)


def _is_name(name: str) -> bool:
    if name.startswith("@") and " " not in name:
        return True
    return speaker_names.numbered(name) or (speaker_names.like_a_name(name) and speaker_names.like_a_person(name))


def _rise(times: Sequence[str]) -> bool:
    values = [seconds(time if ":" in time else f"{time}s") or 0.0 for time in times]
    rising = sum(1 for before, after in pairwise(values) if after >= before)
    return rising >= RISING * (len(values) - 1) and values[-1] > values[0]


def _with_times_before(text: str) -> str:
    """The text with each time that stands behind what is said before it, if nearly every line ends in one, and they
    rise."""
    lines = text.split("\n")
    filled = [line for line in lines if line.strip()]
    ended = [match for line in filled if (match := _BEHIND.search(line[-24:]))]
    if len(ended) < FEWEST or len(ended) < NEARLY_ALL * len(filled) or not _rise([match["at"] for match in ended]):
        return text
    if any(count_words(line) < FEWEST_WORDS for line in filled[:FEWEST]):
        return text  # a name and its time
    times = [match["at"] for match in ended]
    begins = iter(times if _fit_before([_BEHIND.sub("", line) for line in filled], times) else ["0:00", *times])
    return "\n".join(
        f"[{next(begins)}] {line[: len(line) - len(match[0])]}" if (match := _BEHIND.search(line[-24:])) else line
        for line in lines
    )


def _fit_before(texts: Sequence[str], times: Sequence[str]) -> bool:
    """Whether times behind what is said tell when it began, and not when it ended: by how long people need to say
    it."""
    if len(texts) != len(times):
        return True
    at = [seconds(time) or 0.0 for time in times]
    needed = [count_words(text) / USUAL_WORDS_PER_SECOND for text in texts]
    if needed[0] * USUAL_WORDS_PER_SECOND > at[0] * FASTEST_WORDS_PER_SECOND:
        return True  # nobody says the first of them in that time
    spans = [after - before for before, after in pairwise(at)]
    began = at[0] + sum(abs(span - length) for span, length in zip(spans, needed, strict=False))
    ended = sum(abs(span - length) for span, length in zip([at[0], *spans], needed, strict=True))
    return began < ended
