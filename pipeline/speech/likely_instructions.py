"""Adds what no rule found and what very likely tells what is done, by learned weights."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.speech import Instruction, LanguageRules
from pipeline.speech.likelihood import LANGUAGES, likelihood_for
from pipeline.speech.read_sentences import ReadSentence, said_together
from pipeline.speech.shown_code import code_alone
from pipeline.transcript import count_words

FEWEST_WORDS, MOST_WORDS = 3, 40
"""A shorter sentence says too little to be quoted, a longer one too much."""
MOST_HEADING_WORDS = 8
"""A sentence of so many words that names what comes next is a heading, and isn't quoted."""
COMMANDED_WEIGHT = 0.9
"""An instruction from this weight (0 to 1) on was commanded, whatever its likelihood."""
AS_SAID_WEIGHT = 0.5
"""The weight (0 to 1) of an instruction that is quoted."""
SURE_LIKELIHOOD = 0.25
"""From this likelihood (0 to 1) on, a quoted sentence that tells a deed is a line like others. Of the rest, two of
three tell nothing to do in recordings that nothing was learned from, so they are notes."""
TRIED_SHARE = 0.5
"""A deed that somebody tries while talking is quoted from this share (0 to 1) of the usual likelihood on."""

FEWEST_TELLING = 3
"""Without learned weights, only recordings with so many instructing sentences are quoted."""
NEAR, NEAR_TELLING = 5, 2
"""And only sentences that have, among so many on each side, at least so many others that tell deeds."""
INSTRUCTOR_SHARE = 1 / 3
"""Nobody is quoted who instructs in a smaller share of sentences than that of whoever instructs most."""
_OPENERS = re.compile(
    r"(?:(?:(?:okay|ok|so|well|um|uh|oh|yeah|yep|all right|alright|and|but)\b(?:[,.]| -)?|(?:like|basically|actually"
    r"|now|then|also|again|anyway),)\s+)+",
    re.IGNORECASE,
)
"""Words at the beginning of a sentence that only speech needs. A quotation begins after them."""

MOST_ANSWER_WORDS = 7
"""A longer answer can be understood without its question."""
ASKS_FOR_DEED = re.compile(
    r"\b(?:do|does|should|shall|must|can|may|could|would|will|have|need) (?:we|i|you|one|they|somebody|everybody)\b"
    r"|\bwho\b|\bwhere (?:to|does|is|are)\b|\bhow to\b",
    re.IGNORECASE,
)
"""A question of what somebody is to do, or where."""
_SUBJECT = re.compile(r"\b(?:i|you|we|they|he|she|it|there|that|this)\b", re.IGNORECASE)
_LIMITS = re.compile(
    r"(?:only|if|unless|when|until|after|before|in|on|at|under|behind|beside|near|next to|from|with|without)\b",
    re.IGNORECASE,
)
"""The beginning of an answer that says where or when something is done, and not what."""
_GREETS = re.compile(
    r"(?:thanks?|hello|hi|hey|welcome|sorry|bye|goodbye|good luck|see you|bonjour|salut|bienvenue|merci|hola|buen[oa]s"
    r"|gracias|hallo|guten|willkommen|danke|(?:back )?over to)\b",
    re.IGNORECASE,
)

_ANSWERS = re.compile(
    r"(?:(?:no|nope|nah|yes|yep|yup)\s*[,.;:–—-]|(?:(?:it|that|this) )?(?:all )?depends\b"
    r"|(?:it|that)(?:['’]s| is| was| will| would)\b|(?:let['’]s )?say (?:that )?(?:i|we|you)\b"
    r"|(?:we|i)(?:['’]ll| will|['’]re going to|['’]m going to) (?:now |also |just )?(?:continue|start|begin|talk|see"
    r"|cover|discuss"
    r"|explain|show)\b"
    r"|(?:never|don['’]t|do not|not(?! (?:yet|really)))\b|(?:we|i|they|you)(?:['’]d| had) (?:\w+ed|set|put|had|been"
    r"|done|made|got|gone)\b"
    r"|as (?:i|we)(?:['’]ve| have)? (?:just |already |also )?(?:mentioned|said|saw|discussed)\b"
    r"|(?:maybe|perhaps|otherwise|suppose|imagine|is|are|was|will|would|can|could|has|which)\b)",
    re.IGNORECASE,
)
"""The beginning of an answer, of a description, or of something only considered. It tells nobody to do anything."""
_UNFINISHED = re.compile(
    r"[,;:–—-]$|\.\.\.$|…$|^(?:if|when|once) (?:[^\s,]+ ){2,9}[^\s,]+$|\b(?:not|n['’]t) (?:have|need) to\b"
    r"|\b(?:to|the|an?|of|and|or|with|into)$|^(?:(?:in order )?to|by|with|without|instead of)\s[^,;:]*$"
    r"|(?:\b(?:and|that|so|but),|--) (?:okay|ok|yeah|yep|oh|no)\b"
    r"|^(?:because|as well as|which|no|nobody|nothing(?! yet)|none)\b"
    r"|^[^,;]{0,80}?\b(?:was|were|did|could|is|are|does|has|have|had|wo)n['’]t\b(?!.*\b(?:so|then|instead|but)\b)"
    r"|^(?:the|an?|this|that|these|those|it|they|there|he|she|who|what)\b[^,;:]{0,80}? (?:was|were|had|did)\b",
    re.IGNORECASE,
)
"""A report, or a part of a sentence: it ends as if more came, or is only a purpose or a means with no main clause."""


_EMPTY = re.compile(
    r"(?:(?:let['’]s|let us|we|you|i|['’]ll|['’]m|just|will|can|could|go ahead and|going to|gonna|now) ?){0,6}"
    r"(?:do|try|see|have|get|take|check) (?:that|this|it|those|them|one)"
    r"(?: (?:now|first|here|then|together|next)){0,3}[.!]?$"
    r"|(?:so |now )?what (?:we|i|you)(?: ?['’](?:re|m|ll))? ?(?:(?:are|am|will|just|going to|gonna|want to|need to|can"
    r"|have to) )*do(?:ing)?(?: (?:is|now|here|first|next))*[.!]?$",
    re.IGNORECASE,
)
"""An announcement that names nothing: "let's do that"."""
_DESCRIBES = re.compile(
    r"(?!(?:i|we|you|they|he|she|who)\b)(?:[\w-]+ ){1,4}?"
    r"(?:allows|provides|means|contains|includes|represents|defines|describes|refers to|consists of|stands for)\b"
    r"(?!.*\b(?:you|we|i)\b)"
    r"|(?:now |so |then )*let['’]s (?:go and |just )?"
    r"(?:get (?:started|going|into it)|go|keep (?:going|moving|plugging)|dive in|move on"
    r"|see\b|show\b|scroll|do (?:the|an?|this)\b|(?:take|have) a (?:quick |closer )?look|look at)"
    r"|(?:now |here |so |at the end |then )*(?:i|we|you) have (?:an?|our|different|several|many|some) (?!to\b)"
    r"|(?:\w+ ){0,2}we (?:can|could) go (?:wherever|whichever|whatever)\b"
    r"|(?:\w+ ){0,2}we (?:should )?(?:probably )?start wrapping up\b",
    re.IGNORECASE,
)
"""What a thing is or does, with nobody who does anything, and what only announces more talk."""
_POLITE = re.compile(
    r"(?:(?:yes|no|sure|okay|ok|great|good|cool|perfect|and|then|so|your?|we|now|after that|yeah)[,.;! ]+)*"
    r"(?:(?:(?:you|we)(?:'re| are)|it(?:'s| is)|that(?:'s| is)) (?:very )?(?:welcome|all|almost|ready|done|set|it)\b"
    r"|(?:you (?:can|will) (?:now |then )?)?enjoy\b|i hope\b|i(?:'ll| will) (?:say|tell|introduce|explain|list)\b"
    r"|i (?:can(?:not|'t)|couldn't) (?:answer|say|tell)\b|(?:nice|happy|glad|good) to\b|ho,? ho\b"
    r"|(?:(?:real|really|very|just|pretty|so|all|sounds|looks|that's) )*(?:fine|good|great|nice|perfect|okay|ok|right"
    r"|cool|excellent|awesome|beautiful|lovely)[.!]*$|(?:yes,? )?(?:you|we|i) can[.!]*$|i guess\b|i (?:knew|know)\b)",
    re.IGNORECASE,
)
"""What is said to be kind, or of the conversation itself."""


_TRIES = re.compile(r"(?:if|when|once) (?:we|i)\b", re.IGNORECASE)
"""The beginning of a deed that somebody tries while talking, and then says what comes of it."""


def with_likely(sentences: Sequence[ReadSentence], rules: LanguageRules, language: str | None) -> list[ReadSentence]:
    """The sentences with their likelihood. One that is likely enough has its weak instructions after all; where the
    rules read nothing in it, the sentence itself, as it was said. What the rules read otherwise stays as it is, and so
    do questions, the answers to them, and what the next sentence corrects. An instruction that is very unlikely, and
    wasn't commanded, doesn't count."""
    code = (language or "en").split("-")[0].lower()
    if code in LANGUAGES:
        model = likelihood_for(code)
        likelihoods, threshold, doubt = model.of(sentences), model.threshold, model.doubt
    else:
        likelihoods, threshold, doubt = _by_form(sentences, rules), 1.0, 0.0
    heard = _instructors(sentences)
    kept = list(sentences)
    for at, likely in enumerate(likelihoods):
        if found := sentences[at].instructions:
            if likely < doubt and can_be_doubted(found):
                kept[at] = replace(sentences[at], likelihood=likely, instructions=())
        elif likely >= threshold * (TRIED_SHARE if _tries(sentences[at]) else 1):
            following = sentences[at + 1].sentence.text if at + 1 < len(sentences) else ""
            ours = sentences[at].sentence.speaker in heard and not rules.is_correction(following)
            told = _told(sentences[at], likely, rules) if ours else ()
            kept[at] = replace(sentences[at], likelihood=likely, instructions=told)
            if at and told and told[0].as_said:
                kept[at] = _with_question(kept[at], sentences[at - 1])
        elif likely:
            kept[at] = replace(sentences[at], likelihood=likely)
    return kept


def _with_question(answer: ReadSentence, before: ReadSentence) -> ReadSentence:
    """A quoted sentence together with the question that it answers if that asks what to do, and a few words alone
    can't be understood. Such an answer to something else ("Maybe one in ten.") tells nobody to do anything."""
    short = count_words(answer.sentence.text) <= MOST_ANSWER_WORDS and not _SUBJECT.search(answer.sentence.text)
    if not short or not before.sentence.text.endswith("?"):
        return answer
    if not ASKS_FOR_DEED.search(before.sentence.text):
        return answer.with_instructions(())
    said = said_together((before, answer))
    if not _LIMITS.match(answer.sentence.text) or count_words(said) > MOST_WORDS:
        return answer
    quoted = replace(answer.instructions[0], text=said)
    cites = tuple(dict.fromkeys((*answer.also_cites, *before.sentence.ids)))
    sentence = replace(answer.sentence, joined=said)
    return replace(answer, sentence=sentence, instructions=(quoted,), also_cites=cites)


def _tries(one: ReadSentence) -> bool:
    return one.reading.shows and _TRIES.match(without_openers(one.sentence.said)) is not None


def without_openers(said: str) -> str:
    """A sentence without the words at its beginning that only speech needs: what is quoted of it."""
    opened = _OPENERS.match(said)
    return said[opened.end() :] if opened else said


def can_be_doubted(instructions: Sequence[Instruction]) -> bool:
    """Whether instructions of a sentence were neither commanded nor shown as code."""
    return all(one.weight < COMMANDED_WEIGHT and not one.code for one in instructions)


def _by_form(sentences: Sequence[ReadSentence], rules: LanguageRules) -> list[float]:
    """1 for sentences that tell a deed near other instructions, where no weights tell how likely they are; else 0."""
    if sum(bool(one.instructions) for one in sentences) < FEWEST_TELLING:
        return [0.0] * len(sentences)
    unheard = [one.reading.idle or one.reading.question or one.in_answer or one.from_listener for one in sentences]
    telling = [
        bool(one.instructions) or (not silent and rules.tells_deed(one.sentence.text))
        for one, silent in zip(sentences, unheard, strict=True)
    ]
    return [
        float(tells and not one.instructions and sum(telling[max(0, at - NEAR) : at + NEAR + 1]) > NEAR_TELLING)
        for at, (one, tells) in enumerate(zip(sentences, telling, strict=True))
    ]


def _instructors(sentences: Sequence[ReadSentence]) -> set[str | None]:
    """Those who instruct in so many sentences, compared with whoever does in most."""
    counts = Counter(one.sentence.speaker for one in sentences if one.instructions)
    fewest = INSTRUCTOR_SHARE * max(counts.values(), default=0)
    return {one.sentence.speaker for one in sentences if counts[one.sentence.speaker] >= fewest}


def _told(one: ReadSentence, likely: float, rules: LanguageRules) -> tuple[Instruction, ...]:
    if one.weak:
        return one.weak
    told, text = one.reading, one.sentence.said.strip()
    if count_words(text) <= MOST_HEADING_WORDS and rules.topic_named(text):
        return ()
    read = (
        told.instructions or told.aside or told.expected or told.goal or told.prerequisite or told.topic or told.about
    )
    if read or "?" in text or not FEWEST_WORDS <= count_words(text) <= MOST_WORDS:
        return ()
    bare = without_openers(text)
    if (
        code_alone(one) is not None
        or count_words(bare) < FEWEST_WORDS
        or _GREETS.match(bare)
        or _POLITE.match(bare)
        or any(_ANSWERS.match(begun) for begun in (text, bare))
        or _UNFINISHED.search(bare)
        or _EMPTY.match(bare)
        or _DESCRIBES.match(bare)
        or rules.goes_wrong(text)
    ):
        return ()
    heard = likely < SURE_LIKELIHOOD or not rules.tells_deed(bare)
    words = rules.content_words(bare)
    return (Instruction(bare, "", AS_SAID_WEIGHT, words, evidence=0.0, as_said=True, heard=heard),)
