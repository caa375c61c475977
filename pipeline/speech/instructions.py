"""Finds all instructions in a transcript: reads each sentence, applies corrections, and drops read-backs, questions and
repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pipeline.guide import CautionKind
from pipeline.speech import Aside, Hanging, Instruction, LanguageRules, Reading
from pipeline.speech.languages import rules_for
from pipeline.speech.literals import is_bare_command, looks_like_command, mask
from pipeline.speech.sentences import MOST_SENTENCE_CHARACTERS, Sentence, sentences_of
from pipeline.transcript import Transcript

_ASKED = re.compile(r"^(?:Q|Question)\s*[-–—:]", re.IGNORECASE)
_ANSWERED = re.compile(r"^(?:A|Answer)\s*[-–—:]\s*", re.IGNORECASE)
ANSWER_SENTENCES = 3
"""Sentences after a question that count as its answer, if nothing else marks the answer's end."""
READ_BACK_SHARE = 0.6
"""A sentence is a read-back if another speaker has just said at least this share of its words."""
REPEAT_SENTENCES = 6
"""The same instruction within this many sentences is a repeat, unless something new began in between."""
TELL_EVERY_SENTENCES = 250
"""So many sentences take about half a second."""


@dataclass(frozen=True)
class ReadSentence:
    """A sentence, what it tells the reader, and which of its instructions count."""

    sentence: Sentence
    reading: Reading
    instructions: tuple[Instruction, ...] = ()
    """The instructions that count: without repeats, and without what a listener said."""
    also: tuple[int, ...] = ()
    """Ids of other utterances that it rests on: they repeat it, correct it or announce it."""
    answer: bool = False


@dataclass
class ReadTranscript:
    """All sentences of a transcript after reading."""

    sentences: list[ReadSentence] = field(default_factory=list)
    rules: LanguageRules = field(default_factory=lambda: rules_for(None))

    @property
    def instructions(self) -> int:
        return sum(len(t.instructions) for t in self.sentences)


def find_instructions(transcript: Transcript, tell: Callable[[int, int], None] | None = None) -> ReadTranscript:
    """Reads every sentence of a transcript by the rules of its language. `tell` hears now and then how many sentences
    of how many have been read."""
    rules = rules_for(transcript.language)
    sentences: list[ReadSentence] = []
    asked, since_asked = False, ANSWER_SENTENCES
    all_sentences = _corrected(sentences_of(transcript), rules)
    for number, sentence in enumerate(all_sentences):
        if tell and number % TELL_EVERY_SENTENCES == 0:
            tell(number, len(all_sentences))
        if _ASKED.match(sentence.text):
            asked = True
            sentences.append(ReadSentence(sentence, Reading(question=True)))
            continue
        answer = bool(_ANSWERED.match(sentence.text))
        if answer:
            sentence = replace(sentence, text=_ANSWERED.sub("", sentence.text))
        elif asked and sentences and sentences[-1].sentence.ids[-1] != sentence.ids[0]:
            asked = False
        if sentence.speaker in ("Q", "Question"):
            since_asked = 0
            sentences.append(ReadSentence(sentence, Reading(question=True)))
            continue
        since_asked += 1
        answer = answer or since_asked <= ANSWER_SENTENCES
        reading = rules.read(sentence.text)
        in_answer = answer or (
            bool(sentences) and sentences[-1].answer and sentences[-1].sentence.ids[-1] == sentence.ids[0]
        )
        sentences.append(ReadSentence(sentence, reading, () if in_answer else reading.instructions, answer=in_answer))
    sentences = _without_listeners(sentences, rules)
    sentences = _with_codes(sentences, rules)
    sentences = _without_aims(_without_announcements(sentences), rules)
    sentences = _without_vague(sentences, rules)
    sentences = _without_possibilities(sentences)
    sentences = _with_early_needs(sentences)
    sentences = _with_what_it_is(_linked(_without_repeats(sentences), rules), rules)
    return ReadTranscript(sentences, rules)


def _corrected(sentences: tuple[Sentence, ...], rules: LanguageRules) -> list[Sentence]:
    """Joins a sentence to the one before if it corrects that one or is a part of it. The rules of the language then
    apply the correction."""
    joined: list[Sentence] = []
    for sentence in sentences:
        place = _last(joined, past_small_talk=rules.takes_back(sentence.text))
        before = joined[place] if joined else None
        if (
            before is not None
            and before.speaker == sentence.speaker
            and len(before.text) + len(sentence.text) < MOST_SENTENCE_CHARACTERS
            and _one(before.text, sentence.text, rules)
        ):
            text = f"{before.text.rstrip(' .')}, {sentence.text[:1].lower()}{sentence.text[1:]}"
            joined[place] = replace(
                before, text=text, ids=tuple(dict.fromkeys((*before.ids, *sentence.ids))), end=sentence.end
            )
        else:
            joined.append(sentence)
    return joined


def _last(sentences: list[Sentence], *, past_small_talk: bool) -> int:
    """The index of the last sentence, counted from the end. With `past_small_talk`, sentences of one or two words are
    skipped: "Try that" may come between "Go to example.org/in" and "Actually, just example.org"."""
    for place in (-1, -2, -3) if past_small_talk else ():
        if -place <= len(sentences) and len(sentences[place].text.split()) > 2:
            return place
    return -1


def _one(before: str, text: str, rules: LanguageRules) -> bool:
    """Whether two sentences belong together: a correction, a condition and its command, or an afterthought."""
    if rules.takes_back(text) or rules.hangs(text) is Hanging.ON_LAST:
        return True
    return rules.hangs(before) is Hanging.ON_NEXT and not text.rstrip().endswith("?")


def _without_listeners(sentences: list[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """In a dialogue, keeps the instructions of those who instruct. What the others read back, say they do, or ask is
    dropped."""
    names = {one.sentence.speaker for one in sentences if one.sentence.speaker}
    if len(names) < 2 or names <= {"Q", "A", "Question", "Answer"}:
        return sentences
    weights: Counter[str] = Counter()
    for one in sentences:
        if one.sentence.speaker:
            weights[one.sentence.speaker] += sum(d.weight >= 0.85 for d in one.instructions) + bool(
                one.reading.opens >= 2
            )
    total = sum(weights.values())
    if len(weights) < 2 or not total:
        return sentences
    least = 0.34 * max(weights.values())
    instructors = {s for s, w in weights.items() if w >= least}
    kept: list[ReadSentence] = []
    recent: list[tuple[str | None, frozenset[str]]] = []
    for one in sentences:
        content = rules.content(one.sentence.text)
        heard = [w for s, w in recent if s != one.sentence.speaker and s in instructors]
        others = frozenset[str]().union(*heard)
        read_back = bool(content) and len(content & others) >= READ_BACK_SHARE * len(content)
        if one.sentence.speaker not in instructors or read_back:
            one = replace(one, instructions=(), reading=Reading(question=one.reading.question))
        kept.append(one)
        recent = [*recent[-11:], (one.sentence.speaker, content)]
    return kept


def _with_codes(sentences: list[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """Gives code that stands alone to the instruction before it, if that has none. A command without such an
    instruction becomes one."""
    kept: list[ReadSentence] = []
    held = ""
    for n, one in enumerate(sentences):
        if held:
            one, held = (
                replace(
                    one,
                    instructions=(
                        replace(one.instructions[0], code=held, weight=max(one.instructions[0].weight, 0.8)),
                    ),
                ),
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
        ahead = sentences[n + 1] if n + 1 < len(sentences) else None
        if (
            ahead
            and ahead.sentence.ids[0] == one.sentence.ids[-1]
            and len(ahead.instructions) == 1
            and ahead.instructions[0].code is None
        ):
            held = code
            kept.append(replace(one, instructions=()))
            continue
        for back in range(len(kept) - 1, max(-1, len(kept) - 3), -1):
            before = kept[back]
            if not before.instructions and before.reading.spare:
                before = replace(before, instructions=before.reading.spare, reading=replace(before.reading, aside=None))
            if (
                before.instructions
                and before.instructions[-1].code is None
                and not (before.instructions[-1].closing and " " in code)
            ):
                instruction = replace(
                    before.instructions[-1], code=code, weight=max(before.instructions[-1].weight, 0.8)
                )
                kept[back] = replace(
                    before,
                    instructions=(*before.instructions[:-1], instruction),
                    also=(*before.also, *one.sentence.ids),
                )
                kept.append(replace(one, instructions=()))
                break
        else:
            if looks_like_command(code) or (one.sentence.text.startswith("`") and " " in code):
                run = Instruction(rules.running(code), "run", 0.6, frozenset(code.lower().split()), code=code)
                one = replace(one, instructions=(run,))
            kept.append(one)
    return kept


def _linked(sentences: list[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """Joins two instructions in a row if one only says where, or gives the value for the other."""
    kept = list(sentences)
    last: tuple[int, int] | None = None
    for n, one in enumerate(sentences):
        instructions: list[Instruction] = []
        for instruction in one.instructions:
            before = instructions[-1] if instructions else kept[last[0]].instructions[-1] if last else None
            near = bool(instructions) or (
                last is not None and n - last[0] <= 2 and sentences[last[0]].sentence.speaker == one.sentence.speaker
            )
            both = rules.link(before, instruction) if before is not None and near else None
            if both is None:
                instructions.append(instruction)
            elif instructions:
                instructions[-1] = both
            elif last is not None:
                place = last[0]
                ids = kept[place].sentence.ids
                kept[place] = replace(kept[place], instructions=kept[place].instructions[:-1])
                instructions.append(both)
                one = replace(one, also=tuple(dict.fromkeys((*one.also, *ids, *kept[place].also))))
        kept[n] = replace(one, instructions=tuple(instructions))
        if instructions:
            last = (n, len(instructions))
    return kept


def _with_what_it_is(sentences: list[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """Adds the sentence before an instruction as a note, if the instruction says "it" and only that sentence says what
    "it" is."""
    kept = list(sentences)
    for n in range(2, len(sentences)):
        one, before = sentences[n], sentences[n - 1]
        plain = not (before.instructions or before.reading.question or before.answer) and before.reading == Reading(
            opens=before.reading.opens
        )
        if not (
            one.instructions
            and plain
            and not sentences[n - 2].instructions
            and rules.refers_back(one.instructions[0], before.sentence.text)
        ):
            continue
        note = kept[n].reading.aside is None and _can_be_a_note(before.sentence.text)
        if note and before.sentence.speaker == one.sentence.speaker:
            text = rules.statement(before.sentence.text)
            reading = replace(one.reading, aside=Aside(CautionKind.NOTE, text))
            kept[n] = replace(kept[n], reading=reading, also=(*kept[n].also, *before.sentence.ids))
    return kept


def _can_be_a_note(text: str) -> bool:
    return 6 <= len(text.split()) <= 30


BROAD_AIM_VERBS = frozenset({"install", "configure", "set", "build", "make", "start", "deploy", "test", "write"})
"""Verbs that more often name the goal of the next sentences than an instruction of their own."""


def _without_announcements(sentences: list[ReadSentence]) -> list[ReadSentence]:
    """Makes an instruction a goal if it only names what the next ones do ("now we can create a token"). It gets no line
    of its own; the first of the next ones cites it too."""
    kept: list[ReadSentence] = []
    aims: tuple[int, ...] = ()
    early = sentences[: max(12, min(len(sentences) // 5, 40))]
    announced = next((n for n, one in enumerate(early) if one.reading.topic), 0)
    begun = next((n for n, one in enumerate(early) if one.reading.starts and n >= announced), 0)
    asked = next((n for n, one in enumerate(sentences[:60]) if one.reading.starts and one.reading.question), 0)
    if sum(bool(one.instructions) for one in sentences[asked:]) > 2 * sum(
        bool(one.instructions) for one in sentences[:asked]
    ):
        begun = max(begun, asked)
    for n, one in enumerate(sentences):
        if n < announced:
            one = replace(one, instructions=(), reading=replace(one.reading, goal=None, aside=None, expected=None))
        elif n < begun:
            sure = tuple(d for d in one.instructions if d.weight >= 0.9 and (d.goal or _is_definite(d)))
            one = replace(one, instructions=sure, reading=replace(one.reading, goal=None, expected=None))
        if one.reading.goal and len(one.instructions) == 1 and one.instructions[0].code is None:
            follow = [d for later in sentences[n + 1 : n + 6] if not later.reading.goal for d in later.instructions]
            broad = one.instructions[0].weight < 0.6 or one.instructions[0].verb in BROAD_AIM_VERBS
            by_means = _MEANS.search(one.instructions[0].text)
            if (
                broad
                and not by_means
                and sum(d.weight >= 0.6 for d in follow) >= 2
                and one.instructions[0].weight < 0.9
            ):
                one = replace(one, instructions=())
                aims = one.sentence.ids
        if aims and one.instructions and one.sentence.ids != aims:
            one, aims = replace(one, also=(*one.also, *aims)), ()
        kept.append(one)
    return kept


_MEANS = re.compile(r"\b(?:through|using|via|thanks to|by \w+ing|with the)\b", re.IGNORECASE)
AIM_SENTENCES = 6
"""What is announced is expected within this many sentences."""


def _without_aims(sentences: list[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """Makes an announcement the title of the instructions that carry it out: "now let's save the banner: choose File,
    Save As, then click Save". The first of them cites it too."""
    kept: list[ReadSentence] = []
    aims: tuple[int, ...] = ()
    for n, one in enumerate(sentences):
        ahead = sentences[n + 1 : n + 1 + AIM_SENTENCES]
        announced = bool(one.instructions) and (
            (_is_aim(one.instructions) and _is_done(one.instructions[0], ahead))
            or (all(instruction.planned for instruction in one.instructions) and _begins(ahead, rules))
        )
        if announced:
            goal = one.reading.goal or rules.goal(one.instructions[0])
            one = replace(one, instructions=(), reading=replace(one.reading, goal=goal))
            aims = (*aims, *one.sentence.ids)
        elif aims and one.instructions:
            one, aims = replace(one, also=tuple(dict.fromkeys((*one.also, *aims)))), ()
        kept.append(one)
    return kept


def _is_aim(instructions: tuple[Instruction, ...]) -> bool:
    return instructions[0].aim and all(instruction.aim or instruction.closing for instruction in instructions)


def _begins(ahead: list[ReadSentence], rules: LanguageRules) -> bool:
    """Whether the next instruction is said to be the first of several."""
    following = next((one for one in ahead[:3] if one.instructions), None)
    return following is not None and rules.begins(following.sentence.text)


def _is_done(aim: Instruction, ahead: list[ReadSentence]) -> bool:
    """Whether the sentences after an aim show how it is reached: with two instructions for hand or mouse, or by saying
    the aim again."""
    by_hand = 0
    named = aim.words - {aim.verb}
    for one in ahead:
        for instruction in one.instructions:
            if instruction.aim:
                if one.reading.opens >= 1.8:
                    return by_hand >= 2
                continue
            by_hand += instruction.handling
            if instruction.verb == aim.verb and named and len(named & instruction.words) * 2 >= len(named):
                return True
    return by_hand >= 2


TOPIC_WORD_SENTENCES = 3
"""If this many sentences hold a word, the recording is about what it names."""
BRIEF_SENTENCES = 60
"""In a recording with no more sentences than this, two are enough."""


def _without_vague(sentences: list[ReadSentence], rules: LanguageRules) -> list[ReadSentence]:
    """Drops instructions that fit anything ("keep going", "take that"), unless they name what the recording is
    about."""
    if not any(instruction.vague for one in sentences for instruction in one.instructions):
        return sentences
    counts = Counter(word for one in sentences for word in rules.content(one.sentence.text))
    often = TOPIC_WORD_SENTENCES if len(sentences) > BRIEF_SENTENCES else TOPIC_WORD_SENTENCES - 1
    about = {word for word, count in counts.items() if count >= often}
    return [
        replace(
            one,
            instructions=tuple(
                d for d in one.instructions if not d.vague or d.lead or len((d.words - {d.verb}) & about) >= 1
            ),
        )
        for one in sentences
    ]


SUPPORT_SENTENCES = 4
"""A possibility is a step if a plain instruction is within this many sentences of it."""


def _without_possibilities(sentences: list[ReadSentence]) -> list[ReadSentence]:
    """Drops what one can do in general ("you can inspect variables"), unless it is near plain instructions, has code,
    or says when or why."""
    strong = [any(d.weight >= 0.65 for d in one.instructions) for one in sentences]
    kept: list[ReadSentence] = []
    for n, one in enumerate(sentences):
        near = any(strong[max(0, n - SUPPORT_SENTENCES) : n + SUPPORT_SENTENCES + 1]) or one.reading.opens >= 1
        instructions = tuple(
            d for d in one.instructions if near or d.weight >= 0.6 or d.code or d.lead or _is_definite(d)
        )
        kept.append(replace(one, instructions=instructions))
    return kept


def _is_definite(instruction: Instruction) -> bool:
    """Whether an instruction names its object so well that it needs no others near it: a thing one can hold, and
    more."""
    return instruction.evidence >= instruction.weight and len(instruction.words) >= 4


def _with_early_needs(sentences: list[ReadSentence]) -> list[ReadSentence]:
    """Keeps prerequisites from the first third of the transcript. One that is said later becomes a note in its
    place."""
    kept = list(sentences)
    for n in range(max(8, len(sentences) // 3), len(sentences)):
        reading = sentences[n].reading
        if reading.need:
            aside = reading.aside or Aside(CautionKind.NOTE, reading.need)
            kept[n] = replace(sentences[n], reading=replace(reading, need=None, aside=aside))
    return kept


def _without_repeats(sentences: list[ReadSentence]) -> list[ReadSentence]:
    """Merges an instruction that is soon repeated with the first one, which then cites both places."""
    kept: list[ReadSentence] = []
    seen: list[tuple[int, Instruction]] = []
    for n, one in enumerate(sentences):
        if one.reading.opens >= 1.8:
            seen = [s for s in seen if s[0] == n]
        instructions: list[Instruction] = []
        for instruction in one.instructions:
            seen = [s for s in seen if n - s[0] <= REPEAT_SENTENCES]
            twin = next((s for s in seen if _same(s[1], instruction, s[0] == n)), None)
            if twin is None:
                seen.append((n, instruction))
                instructions.append(instruction)
            elif twin[0] < n:
                first = kept[twin[0]]
                kept[twin[0]] = replace(first, also=tuple(dict.fromkeys((*first.also, *one.sentence.ids))))
        kept.append(replace(one, instructions=tuple(instructions)))
    return kept


_MARKED = re.compile(r"(?<!^)(?<![.!?] )\b[A-ZÄÖÜ][\w-]*|\d[\d.,]*|[\"“„«][^\"”“»]{1,200}[\"”“»]|\b(?!a\b|i\b)[a-z]\b")
"""Names, values and single letters. If they differ, two instructions are not the same."""


def _marks(instruction: Instruction) -> frozenset[str]:
    return frozenset(mark.lower() for mark in _MARKED.findall(instruction.text))


def _object(instruction: Instruction) -> str:
    """The word after the verb, in lower case."""
    words = instruction.text.removeprefix(instruction.lead or "").split()
    return words[1].lower().strip(".,") if len(words) > 1 else ""


def _same(one: Instruction, other: Instruction, here: bool) -> bool:
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
