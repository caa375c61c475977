"""Decides whether a transcript tells anyone how to do something, by counts that can be named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.speech import Instruction
from pipeline.speech.languages import READ, english_name, is_read
from pipeline.speech.read_sentences import ReadSentence
from pipeline.speech.understanding import with_something_to_understand
from pipeline.transcript import Transcript, count_words

BRIEF_WORDS = 80
"""In a transcript of up to this many words, a few clear instructions are enough, and nothing else is."""
FEWEST_CLEAR_INSTRUCTIONS = 2
"""A brief transcript with this many clear instructions is a procedure."""
COMMANDED_WEIGHT, ANNOUNCED_WEIGHT = 0.9, 0.55
"""From the first weight on, an instruction counts as commanded. From the second on, as announced or possible."""
BRIEF_INSTRUCTING_SHARE = 1 / 3
"""The share of sentences that must instruct in a brief transcript. A voicemail has one or two such sentences among
others."""
CHANCE_SHARE = 1 / 4
"""In a meeting or a talk, so many sentences have an instruction now and then, such as an errand."""
FEWEST_INSTRUCTIONS = 3
"""One of them may be a sentence with which somebody shows something."""
FEW_WORDS, EVIDENCE_PER_100_OF_FEW_WORDS = 400, 0.6
"""In a transcript of up to this many words, two instructions are enough if they are this much evidence."""
WINDOW_WORDS = 500
"""The length of the part in which evidence is added up."""
DENSE_EVIDENCE = 5.8
"""A transcript of any length is a procedure if its densest window has this much evidence. The number was set on the
real transcripts that the project is tested with: meetings, interviews and talks stay below 5.4, the sparsest tutorial
reaches 6.2."""
SHOWN_EVIDENCE = 0.5
"""The evidence of a sentence with which somebody shows something, whether or not it instructs. Windows of 1,000 words
from procedures and from other talk are told apart better with it: the area under the curve is 0.91 instead of 0.89."""
SHOWN_EVERY_WORDS = 600
"""Who says at least as often that something is shown shows how something is done, and less evidence is enough then."""
DENSE_EVIDENCE_SHOWN = 4.4
"""What DENSE_EVIDENCE is then. Talk in which something is shown now and then stays below 3.5."""
SHORT_WORDS_SHOWN, EVIDENCE_PER_100_WORDS_SHOWN = 3000, 0.45
"""What SHORT_WORDS and EVIDENCE_PER_100_WORDS are then, for what is longer than SHORT_WORDS. Of 39 windows of 2,000
words of other talk, none in which something is shown has as much."""
LIKELY_WORDS, LIKELY_PER_100_WORDS = 3000, 1.0
"""A transcript of one or two speakers with up to this many words is a procedure, too, if so many of its sentences are
likely to tell what is done, by their form. Of talk by one or two people, parts of 700 words reach 0.75, those of a code
review 1.1; only somebody who tells what a community will do next reaches more, up to 3. Parts of workshops in which
little is shown have 0.9 to 1.1, the sparsest procedure with labels 1.3."""
SHORT_WORDS = 1500
"""In a transcript of up to this many words, the whole counts as well, not only its densest window."""
EVIDENCE_PER_100_WORDS = 0.36
"""A short transcript of one or two speakers is a procedure from this much evidence on."""
EVIDENCE_PER_100_WORDS_OF_MANY = 1.0
"""The same for three or more speakers. Their "we have to" is more often a plan than a procedure."""
MAIN_SHARE, EVIDENCE_PER_100_WORDS_OF_MAIN = 0.75, 0.6
"""The same for three or more speakers of whom one says this share of the words. Others ask then, or say that they have
understood; but a call in which one person hands over what there is to do has 0.45."""


@dataclass(frozen=True)
class Measure:
    """Counts over a transcript."""

    words: int
    sentences: int
    instructions: int
    evidence: float
    """The sum of the evidence of all instructions, and of sentences with which somebody shows something."""
    peak: float
    """The most evidence in any 500 words."""
    shown: int
    """Sentences with which somebody shows something."""
    questions: int
    speakers: int
    main_share: float
    """The share of the words that is said by who says most; 0 if no speakers are known."""
    clear: int
    """Instructions that were commanded, or that are clear from whom they address or what they act on. Without
    errands."""
    instructing: int
    """Sentences with a clear instruction."""
    likely: float
    """How many sentences may be expected to tell what is done: those with an instruction that a rule found, and the sum
    of the likelihoods of the others."""

    @property
    def share(self) -> float:
        """Evidence in 100 words."""
        return 100 * self.evidence / max(1, self.words)


def measure(transcript: Transcript, sentences: Sequence[ReadSentence]) -> Measure:
    clear = [_clear_instructions(one) for one in sentences]
    weights = [
        sum(instruction.evidence for instruction in one.instructions) + SHOWN_EVIDENCE * one.reading.shows
        for one in sentences
    ]
    lengths = [count_words(one.sentence.text) for one in sentences]
    peak = inside = 0.0
    words = begin = 0
    for weight, length in zip(weights, lengths, strict=True):
        inside += weight
        words += length
        while words - lengths[begin] >= WINDOW_WORDS:
            inside -= weights[begin]
            words -= lengths[begin]
            begin += 1
        peak = max(peak, inside)
    return Measure(
        words=sum(lengths),
        sentences=len(sentences),
        instructions=sum(len(one.instructions) for one in sentences),
        evidence=sum(weights),
        peak=peak,
        shown=sum(one.reading.shows for one in sentences),
        questions=sum(one.reading.question for one in sentences),
        speakers=len(transcript.speakers),
        main_share=_main_share(transcript),
        clear=sum(map(len, clear)),
        instructing=sum(map(bool, clear)),
        likely=sum(one.likelihood or bool(one.instructions) for one in sentences),
    )


def _main_share(transcript: Transcript) -> float:
    said = Counter[str]()
    for utterance in transcript.utterances:
        said[utterance.speaker or ""] += count_words(utterance.text)
    return max((words for speaker, words in said.items() if speaker), default=0) / max(1, said.total())


_ERRAND = re.compile(
    r"\b(?:today|tonight|tomorrow|next (?:week|month|time)|this (?:week|weekend|afternoon|evening)"
    r"|(?:by|before|on|until) (?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|at (?:noon|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}) ?"
    r"(?:o'clock|[ap]\.?m\b|$|[.,]))|heute|morgen|(?:bis|am) (?:mon|diens|donners|frei|sams|sonn)tag|nächste woche"
    r"|demain|ce soir|la semaine prochaine|mañana|la próxima semana)"
    r"|\b(?:order|call|buy|book) (?:now|online|yours)\b"
    r"|\bsave (?:up to )?[\w-]+ ?(?:percent|%|dollars|euros)|\bpercent off\b",
    re.IGNORECASE,
)
"""A day, an hour, or a discount. What somebody is asked to do once is no step of a procedure."""
_IN_ORDER = re.compile(
    r"(?:and |so )?(?:first|second|third|then|now|next|finally|lastly|after that|afterwards)\b", re.IGNORECASE
)
"""What is told in order: of an unlisted verb it says that it is an instruction of a procedure and no errand."""
_TO_LISTENER = re.compile(r"\b(?:you|du|ihr|man|Sie|usted|ustedes|tú)\b", re.IGNORECASE)


def _clear_instructions(one: ReadSentence) -> list[Instruction]:
    if not one.instructions or one.reading.question or one.likelihood or _ERRAND.search(one.sentence.text):
        return []  # what only the learned weights take for an instruction isn't clear
    to_listener = bool(_TO_LISTENER.search(one.sentence.text))
    in_order = bool(_IN_ORDER.match(one.sentence.text))
    return [
        instruction
        for instruction in one.instructions
        if instruction.weight >= COMMANDED_WEIGHT
        or (
            instruction.weight >= ANNOUNCED_WEIGHT
            and (in_order or instruction.evidence >= instruction.weight or (to_listener and instruction.handling))
        )
    ]


def why_no_procedure(transcript: Transcript, sentences: Sequence[ReadSentence]) -> str | None:
    """Why there are no steps to write, in words; None if there are."""
    counts = measure(transcript, sentences)
    if counts.words <= BRIEF_WORDS:
        if (
            counts.clear >= FEWEST_CLEAR_INSTRUCTIONS
            and counts.instructing >= BRIEF_INSTRUCTING_SHARE * counts.sentences
        ):
            return None
    elif counts.instructions + min(1, counts.shown) >= FEWEST_INSTRUCTIONS or _few_but_clear(counts):
        if counts.peak >= DENSE_EVIDENCE or (counts.words <= SHORT_WORDS and counts.share >= _least_share(counts)):
            return None
        if counts.shown * SHOWN_EVERY_WORDS >= counts.words and counts.speakers <= 2:
            brief = counts.words <= SHORT_WORDS_SHOWN
            if counts.peak >= DENSE_EVIDENCE_SHOWN or (brief and counts.share >= EVIDENCE_PER_100_WORDS_SHOWN):
                return None
    if counts.words > BRIEF_WORDS and _is_likely(counts):
        return None
    if foreign := in_another_language(transcript, counts.words):
        return foreign
    found = _found(counts, sentences)
    return f"This looks like {_what_instead(counts)}, not like someone showing how to do something. {found}"


def instructs_by_chance(sentences: Sequence[ReadSentence]) -> bool:
    """Whether of a recording that is no procedure so few sentences instruct that they say nothing of it: "Let's vote by
    Slack" in a meeting. A short message isn't judged so."""
    if sum(count_words(one.sentence.text) for one in sentences) <= BRIEF_WORDS:
        return False
    instructing = sum(bool(_clear_instructions(one)) for one in sentences)
    return instructing < CHANCE_SHARE * len(with_something_to_understand(sentences))


def _least_share(counts: Measure) -> float:
    if counts.speakers <= 2:
        return EVIDENCE_PER_100_WORDS
    return EVIDENCE_PER_100_WORDS_OF_MAIN if counts.main_share >= MAIN_SHARE else EVIDENCE_PER_100_WORDS_OF_MANY


def _is_likely(counts: Measure) -> bool:
    """Whether sentences are told like those of a procedure, whatever they are about and whichever verbs they have."""
    alone = counts.speakers <= 2 and counts.words <= LIKELY_WORDS
    enough = counts.instructions >= FEWEST_INSTRUCTIONS
    return alone and enough and 100 * counts.likely >= LIKELY_PER_100_WORDS * counts.words


def _few_but_clear(counts: Measure) -> bool:
    few = counts.words <= FEW_WORDS and counts.share >= EVIDENCE_PER_100_OF_FEW_WORDS
    return few and counts.instructions >= FEWEST_CLEAR_INSTRUCTIONS


def in_another_language(transcript: Transcript, words: int) -> str | None:
    """The reason, if it is the language: then nothing else can be said of what the transcript is. `words`: how many it
    has."""
    if not is_read(transcript.language):
        which = f"This is in {english_name(transcript.language)}"
    elif transcript.language is None and words > BRIEF_WORDS:
        which = "I can't tell which language this is in"
    else:
        return None
    known = [english_name(code) for code in READ]
    return (
        f"{which}. Without a language model, I can find the steps only in {', '.join(known[:-1])} and {known[-1]}. "
        "A language model reads all languages."
    )


def _what_instead(counts: Measure) -> str:
    if counts.speakers > 2:
        return f"a conversation between {counts.speakers} people"
    if counts.speakers == 2 or counts.questions > 0.1 * counts.sentences:
        return "a conversation"
    return "a short message" if counts.words <= BRIEF_WORDS else "a talk or a report"


def _found(counts: Measure, sentences: Sequence[ReadSentence]) -> str:
    """How many instructions were found, in as many sentences as the guide speaks of that is made anyway."""
    found = counts.clear if counts.words <= BRIEF_WORDS else counts.instructions
    if found == 0:
        return "I couldn't find any instructions in it."
    if found == 1:
        return "I found only one instruction in it."
    among = len(with_something_to_understand(sentences)) or counts.sentences
    return f"I found only {found} instructions in {among:,} sentences."
