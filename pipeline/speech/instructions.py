"""What a whole transcript tells: each sentence read, corrections applied, read-backs, questions and"
" repeats put aside."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from pipeline.guide import CautionKind
from pipeline.speech import Aside, Deed, Hanging, Reading, Speech
from pipeline.speech.languages import speech_for
from pipeline.speech.literals import is_bare_command, looks_like_command, mask
from pipeline.speech.sentences import Sentence, sentences_of
from pipeline.transcript import Transcript

_ASKED = re.compile(r"^(?:Q|Question)\s*[-–—:]", re.IGNORECASE)
_ANSWERED = re.compile(r"^(?:A|Answer)\s*[-–—:]\s*", re.IGNORECASE)
ANSWER = 3
"""Sentences after a question that answer it, where nothing else tells the answer's end."""
READ_BACK = 0.6
"""Share of a sentence's words that somebody else has just said, from which on it is a read-back."""
NEAR = 6
"""Sentences within which the same deed, said again, is a repeat, unless something new began between."""


@dataclass(frozen=True)
class Told:
    """A sentence and what it tells."""

    sentence: Sentence
    reading: Reading
    deeds: tuple[Deed, ...] = ()
    """The deeds of it that count: no repeats, none of a listener's."""
    also: tuple[int, ...] = ()
    """Utterances that say the same again, or that correct it."""
    answer: bool = False


@dataclass
class Telling:
    """All sentences of a transcript, told."""

    told: list[Told] = field(default_factory=list)
    speech: Speech = field(default_factory=lambda: speech_for(None))

    @property
    def deeds(self) -> int:
        return sum(len(t.deeds) for t in self.told)


def tell(transcript: Transcript) -> Telling:
    """Reads every sentence of a transcript by the rules of its language."""
    speech = speech_for(transcript.language)
    told: list[Told] = []
    asked, since_asked = False, ANSWER
    for sentence in _corrected(sentences_of(transcript), speech):
        if _ASKED.match(sentence.text):
            asked = True
            told.append(Told(sentence, Reading(question=True)))
            continue
        answer = bool(_ANSWERED.match(sentence.text))
        if answer:
            sentence = replace(sentence, text=_ANSWERED.sub("", sentence.text))
        elif asked and told and told[-1].sentence.ids[-1] != sentence.ids[0]:
            asked = False
        if sentence.speaker in ("Q", "Question"):
            since_asked = 0
            told.append(Told(sentence, Reading(question=True)))
            continue
        since_asked += 1
        answer = answer or since_asked <= ANSWER
        reading = speech.read(sentence.text)
        in_answer = answer or (bool(told) and told[-1].answer and told[-1].sentence.ids[-1] == sentence.ids[0])
        told.append(Told(sentence, reading, () if in_answer else reading.deeds, answer=in_answer))
    told = _without_listeners(told, speech)
    told = _with_codes(told, speech)
    told = _without_aims(_without_announcements(told), speech)
    told = _without_vague(told, speech)
    told = _without_possibilities(told)
    told = _with_early_needs(told)
    told = _with_what_it_is(_linked(_without_repeats(told), speech), speech)
    return Telling(told, speech)


def _corrected(sentences: tuple[Sentence, ...], speech: Speech) -> list[Sentence]:
    """Sentences that take back the one before, or are a part of it, are joined to it; the rules of the language do the
    rest."""
    joined: list[Sentence] = []
    for sentence in sentences:
        place = _last(joined, past_small_talk=speech.takes_back(sentence.text))
        before = joined[place] if joined else None
        if before is not None and before.speaker == sentence.speaker and _one(before.text, sentence.text, speech):
            text = f"{before.text.rstrip(' .')}, {sentence.text[:1].lower()}{sentence.text[1:]}"
            joined[place] = replace(
                before, text=text, ids=tuple(dict.fromkeys((*before.ids, *sentence.ids))), end=sentence.end
            )
        else:
            joined.append(sentence)
    return joined


def _last(sentences: list[Sentence], *, past_small_talk: bool) -> int:
    """The place of the last sentence, counted from the end; of the last one with more than two words where what is
    short is passed over: between "Go to example.org/in" and "Actually, just example.org" may stand "Try that"."""
    for place in (-1, -2, -3) if past_small_talk else ():
        if -place <= len(sentences) and len(sentences[place].text.split()) > 2:
            return place
    return -1


def _one(before: str, text: str, speech: Speech) -> bool:
    """Whether two sentences are one: a correction, a condition that was parted from its command, an afterthought."""
    if speech.takes_back(text) or speech.hangs(text) is Hanging.ON_LAST:
        return True
    return speech.hangs(before) is Hanging.ON_NEXT and not text.rstrip().endswith("?")


def _without_listeners(told: list[Told], speech: Speech) -> list[Told]:
    """In a dialogue, the deeds of those who instruct; what the others read back, say they do, or ask is put aside."""
    names = {one.sentence.speaker for one in told if one.sentence.speaker}
    if len(names) < 2 or names <= {"Q", "A", "Question", "Answer"}:
        return told
    weights: Counter[str] = Counter()
    for one in told:
        if one.sentence.speaker:
            weights[one.sentence.speaker] += sum(d.weight >= 0.85 for d in one.deeds) + bool(one.reading.opens >= 2)
    total = sum(weights.values())
    if len(weights) < 2 or not total:
        return told
    instructors = {s for s, w in weights.items() if w >= 0.34 * max(weights.values())}
    kept: list[Told] = []
    recent: list[tuple[str | None, frozenset[str]]] = []
    for one in told:
        content = speech.content(one.sentence.text)
        heard = [w for s, w in recent if s != one.sentence.speaker and s in instructors]
        others = frozenset[str]().union(*heard)
        read_back = bool(content) and len(content & others) >= READ_BACK * len(content)
        if one.sentence.speaker not in instructors or read_back:
            one = replace(one, deeds=(), reading=Reading(question=one.reading.question))
        kept.append(one)
        recent = [*recent[-11:], (one.sentence.speaker, content)]
    return kept


def _with_codes(told: list[Told], speech: Speech) -> list[Told]:
    """Code that stands alone goes to the deed before it that has none; a command without one becomes a deed."""
    kept: list[Told] = []
    held = ""
    for n, one in enumerate(told):
        if held:
            one, held = (
                replace(one, deeds=(replace(one.deeds[0], code=held, weight=max(one.deeds[0].weight, 0.8)),)),
                "",
            )
        codes = one.reading.codes
        alone = bool(codes) and not mask(one.sentence.text).text.replace("Qz0zQ", "").strip(" .,:;")
        if is_bare_command(one.sentence.text):
            codes, alone = (one.sentence.text,), True
        if not alone:
            kept.append(one)
            continue
        code = "\n".join(codes)
        ahead = told[n + 1] if n + 1 < len(told) else None
        if (
            ahead
            and ahead.sentence.ids[0] == one.sentence.ids[-1]
            and len(ahead.deeds) == 1
            and ahead.deeds[0].code is None
        ):
            held = code
            kept.append(replace(one, deeds=()))
            continue
        for back in range(len(kept) - 1, max(-1, len(kept) - 3), -1):
            before = kept[back]
            if not before.deeds and before.reading.spare:
                before = replace(before, deeds=before.reading.spare, reading=replace(before.reading, aside=None))
            if before.deeds and before.deeds[-1].code is None and not (before.deeds[-1].closing and " " in code):
                deed = replace(before.deeds[-1], code=code, weight=max(before.deeds[-1].weight, 0.8))
                kept[back] = replace(before, deeds=(*before.deeds[:-1], deed), also=(*before.also, *one.sentence.ids))
                kept.append(replace(one, deeds=()))
                break
        else:
            if looks_like_command(code) or (one.sentence.text.startswith("`") and " " in code):
                run = Deed(speech.running(code), "run", 0.6, frozenset(code.lower().split()), code=code)
                one = replace(one, deeds=(run,))
            kept.append(one)
    return kept


def _linked(told: list[Told], speech: Speech) -> list[Told]:
    """Deeds in a row made one where one of them only says where, or gives the other's value."""
    kept = list(told)
    last: tuple[int, int] | None = None
    for n, one in enumerate(told):
        deeds: list[Deed] = []
        for deed in one.deeds:
            before = deeds[-1] if deeds else kept[last[0]].deeds[-1] if last else None
            near = bool(deeds) or (
                last is not None and n - last[0] <= 2 and told[last[0]].sentence.speaker == one.sentence.speaker
            )
            both = speech.link(before, deed) if before is not None and near else None
            if both is None:
                deeds.append(deed)
            elif deeds:
                deeds[-1] = both
            elif last is not None:
                place = last[0]
                ids = kept[place].sentence.ids
                kept[place] = replace(kept[place], deeds=kept[place].deeds[:-1])
                deeds.append(both)
                one = replace(one, also=tuple(dict.fromkeys((*one.also, *ids, *kept[place].also))))
        kept[n] = replace(one, deeds=tuple(deeds))
        if deeds:
            last = (n, len(deeds))
    return kept


def _with_what_it_is(told: list[Told], speech: Speech) -> list[Told]:
    """What a deed does something to is often said in the sentence before and called "it" after: that sentence becomes a
    note in front of it, where no other deed says what is meant."""
    kept = list(told)
    for n in range(2, len(told)):
        one, before = told[n], told[n - 1]
        plain = not (before.deeds or before.reading.question or before.answer) and before.reading == Reading(
            opens=before.reading.opens
        )
        if not (
            one.deeds and plain and not told[n - 2].deeds and speech.refers_back(one.deeds[0], before.sentence.text)
        ):
            continue
        note = kept[n].reading.aside is None and telling_words(before.sentence.text)
        if note and before.sentence.speaker == one.sentence.speaker:
            text = speech.statement(before.sentence.text)
            reading = replace(one.reading, aside=Aside(CautionKind.NOTE, text))
            kept[n] = replace(kept[n], reading=reading, also=(*kept[n].also, *before.sentence.ids))
    return kept


def telling_words(text: str) -> bool:
    return 6 <= len(text.split()) <= 30


BROAD_AIMS = frozenset({"install", "configure", "set", "build", "make", "start", "deploy", "test", "write"})
"""Verbs that more often name what the next sentences do than a deed of their own."""


def _without_announcements(told: list[Told]) -> list[Told]:
    """A deed that only names what the next ones do ("now we can create a token") is their goal, no line of its own; the
    first of them rests on it too."""
    kept: list[Told] = []
    aims: tuple[int, ...] = ()
    early = told[: max(12, min(len(told) // 5, 40))]
    announced = next((n for n, one in enumerate(early) if one.reading.topic), 0)
    begun = next((n for n, one in enumerate(early) if one.reading.starts and n >= announced), 0)
    asked = next((n for n, one in enumerate(told[:60]) if one.reading.starts and one.reading.question), 0)
    if sum(bool(one.deeds) for one in told[asked:]) > 2 * sum(bool(one.deeds) for one in told[:asked]):
        begun = max(begun, asked)
    for n, one in enumerate(told):
        if n < announced:
            one = replace(one, deeds=(), reading=replace(one.reading, goal=None, aside=None, expected=None))
        elif n < begun:
            sure = tuple(d for d in one.deeds if d.weight >= 0.9 and (d.goal or _is_definite(d)))
            one = replace(one, deeds=sure, reading=replace(one.reading, goal=None, expected=None))
        if one.reading.goal and len(one.deeds) == 1 and one.deeds[0].code is None:
            follow = [d for later in told[n + 1 : n + 6] if not later.reading.goal for d in later.deeds]
            broad = one.deeds[0].weight < 0.6 or one.deeds[0].verb in BROAD_AIMS
            by_means = _MEANS.search(one.deeds[0].text)
            if broad and not by_means and sum(d.weight >= 0.6 for d in follow) >= 2 and one.deeds[0].weight < 0.9:
                one = replace(one, deeds=())
                aims = one.sentence.ids
        if aims and one.deeds and one.sentence.ids != aims:
            one, aims = replace(one, also=(*one.also, *aims)), ()
        kept.append(one)
    return kept


_MEANS = re.compile(r"\b(?:through|using|via|thanks to|by \w+ing|with the)\b", re.IGNORECASE)
AHEAD = 6
"""Sentences in which what was announced is done."""


def _without_aims(told: list[Told], speech: Speech) -> list[Told]:
    """What is announced and then done deed by deed is the title of those deeds: "now let's save the banner: choose
    File, Save As, then click Save". The first of them rests on it too."""
    kept: list[Told] = []
    aims: tuple[int, ...] = ()
    for n, one in enumerate(told):
        ahead = told[n + 1 : n + 1 + AHEAD]
        announced = bool(one.deeds) and (
            (_is_aim(one.deeds) and _is_done(one.deeds[0], ahead))
            or (all(deed.planned for deed in one.deeds) and _begins(ahead, speech))
        )
        if announced:
            goal = one.reading.goal or speech.goal(one.deeds[0])
            one = replace(one, deeds=(), reading=replace(one.reading, goal=goal))
            aims = (*aims, *one.sentence.ids)
        elif aims and one.deeds:
            one, aims = replace(one, also=tuple(dict.fromkeys((*one.also, *aims)))), ()
        kept.append(one)
    return kept


def _is_aim(deeds: tuple[Deed, ...]) -> bool:
    return deeds[0].aim and all(deed.aim or deed.closing for deed in deeds)


def _begins(ahead: list[Told], speech: Speech) -> bool:
    """Whether the next deed is said to be the first of several."""
    following = next((one for one in ahead[:3] if one.deeds), None)
    return following is not None and speech.begins(following.sentence.text)


def _is_done(aim: Deed, ahead: list[Told]) -> bool:
    """Whether the sentences after an aim tell how it is achieved: by two deeds of hand or mouse, or the same again."""
    by_hand = 0
    named = aim.words - {aim.verb}
    for one in ahead:
        for deed in one.deeds:
            if deed.aim:
                if one.reading.opens >= 1.8:
                    return by_hand >= 2
                continue
            by_hand += deed.handling
            if deed.verb == aim.verb and named and len(named & deed.words) * 2 >= len(named):
                return True
    return by_hand >= 2


RECURS = 3
"""Sentences with a word from which on a recording of some length is about what it names."""
BRIEF = 60
"""Sentences up to which twice is enough."""


def _without_vague(told: list[Told], speech: Speech) -> list[Told]:
    """Without deeds that could be said of anything ("keep going", "take that"), unless they name what the recording is
    about."""
    if not any(deed.vague for one in told for deed in one.deeds):
        return told
    counts = Counter(word for one in told for word in speech.content(one.sentence.text))
    often = RECURS if len(told) > BRIEF else RECURS - 1
    about = {word for word, count in counts.items() if count >= often}
    return [
        replace(
            one, deeds=tuple(d for d in one.deeds if not d.vague or d.lead or len((d.words - {d.verb}) & about) >= 1)
        )
        for one in told
    ]


SUPPORT = 4
"""Sentences around a possibility in which a plain instruction makes it one of the steps."""


def _without_possibilities(told: list[Told]) -> list[Told]:
    """What one can do with a thing in general ("you can inspect variables") is no step, unless it stands among
    instructions, has code, or says when or what for."""
    strong = [any(d.weight >= 0.65 for d in one.deeds) for one in told]
    kept: list[Told] = []
    for n, one in enumerate(told):
        near = any(strong[max(0, n - SUPPORT) : n + SUPPORT + 1]) or one.reading.opens >= 1
        deeds = tuple(d for d in one.deeds if near or d.weight >= 0.6 or d.code or d.lead or _is_definite(d))
        kept.append(replace(one, deeds=deeds))
    return kept


def _is_definite(deed: Deed) -> bool:
    """Whether a deed names so well what it is done to that it needs no neighbours: a thing one can hold, and more."""
    return deed.evidence >= deed.weight and len(deed.words) >= 4


def _with_early_needs(told: list[Told]) -> list[Told]:
    """What is needed is said at the beginning; said later, it is a note where it was said."""
    kept = list(told)
    for n in range(max(8, len(told) // 3), len(told)):
        reading = told[n].reading
        if reading.need:
            aside = reading.aside or Aside(CautionKind.NOTE, reading.need)
            kept[n] = replace(told[n], reading=replace(reading, need=None, aside=aside))
    return kept


def _without_repeats(told: list[Told]) -> list[Told]:
    """A deed that is told again soon is one deed, resting on both."""
    kept: list[Told] = []
    seen: list[tuple[int, Deed]] = []
    for n, one in enumerate(told):
        if one.reading.opens >= 1.8:
            seen = [s for s in seen if s[0] == n]
        deeds: list[Deed] = []
        for deed in one.deeds:
            seen = [s for s in seen if n - s[0] <= NEAR]
            twin = next((s for s in seen if _same(s[1], deed, s[0] == n)), None)
            if twin is None:
                seen.append((n, deed))
                deeds.append(deed)
            elif twin[0] < n:
                first = kept[twin[0]]
                kept[twin[0]] = replace(first, also=tuple(dict.fromkeys((*first.also, *one.sentence.ids))))
        kept.append(replace(one, deeds=tuple(deeds)))
    return kept


_MARKED = re.compile(r"(?<!^)(?<![.!?] )\b[A-ZÄÖÜ][\w-]*|\d[\d.,]*|[\"“„«][^\"”“»]+[\"”“»]|\b(?!a\b|i\b)[a-z]\b")
"""Names, values and single letters: where they differ, two deeds are two."""


def _marks(deed: Deed) -> frozenset[str]:
    return frozenset(mark.lower() for mark in _MARKED.findall(deed.text))


def _object(deed: Deed) -> str:
    """The word after the verb, lower case."""
    words = deed.text.removeprefix(deed.lead or "").split()
    return words[1].lower().strip(".,") if len(words) > 1 else ""


def _same(one: Deed, other: Deed, here: bool) -> bool:
    if one.code != other.code:
        return False
    if one.verb == other.verb and _object(one) == _object(other) == "it" and here:
        return True
    if len(other.words) < 2:
        return False
    if one.text == other.text:
        return True
    if one.verb != other.verb or not one.words or not other.words:
        return False
    if _marks(one) != _marks(other):
        return False
    if _object(other) in ("it", "that", "this", "them") and "because" in other.text:
        return True
    return len(one.words & other.words) >= 0.8 * len(one.words | other.words)
