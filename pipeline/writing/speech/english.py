"""English: what a sentence asks, warns of, needs, announces, or says will appear."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.guide import CautionKind
from pipeline.writing.speech import Aside, Deed, Reading
from pipeline.writing.speech import literals as literals_
from pipeline.writing.speech.english_clauses import (
    Clause,
    by_doing,
    clauses_of,
    is_condition,
    opening_strength,
    split_prefix,
    strip_openers,
)
from pipeline.writing.speech.english_frames import Mood, weight_of
from pipeline.writing.speech.english_noise import clean, take_back
from pipeline.writing.speech.english_titles import title_from
from pipeline.writing.speech.english_words import DOING, SMALL, VAGUE, content_words
from pipeline.writing.speech.english_wording import sentence_case, shorten, to_reader, word_clause

_I = re.IGNORECASE

_QUESTION = re.compile(
    r"\?\s*$|^(?:what|why|how|who|where|when|which|is|are|do|does|did|can|could|should|would|will|have|has) "
    r"(?:you|we|i|it|that|this|there|they|the)\b(?!.* is to ).*\?",
    _I,
)
_NEVER_ASIDE = re.compile(
    r"\b(?:don't|do not) (?:worry|have to|need to|forget|know|think|want|mind|care|hesitate|see|get|like|believe|really"
    r"|you|we|i|understand|remember|necessarily|even|be afraid|panic)\b",
    _I,
)
_WARNING = re.compile(
    r"^(?:warning|caution|danger|careful|be (?:very |really |extra )?careful|watch out|beware)\b"
    r"|\b(?:be (?:very |really |extra )?careful|careful not to|treat (?:it|this|them|that) (?:like|as)|make sure (?:that )?you (?:don't|do not|never)"
    r"|make sure not to|(?:can't|cannot|can not) be (?:undone|recovered|restored|reversed)|shown only once|only shown once"
    r"|lose (?:all )?(?:your|the|any) (?:data|work|changes|files?)|permanently (?:delete|remove|lose)|it is dangerous|it's dangerous"
    r"|must not|mustn't|under no circumstances|at your own risk|irreversible)\b",
    _I,
)
_PROHIBITION = re.compile(r"^(?:(?:please|so|and|but|just|also|again) )*(?:(?:you|we) (?:should|must|can|may|do|want to|'d better|will)(?: ?n't| not| never)|never|don't|do not|avoid|make sure (?:that )?(?:you |we |not to )(?:don't|do not|never)?)\b", _I)  # fmt: skip
_NOTE = re.compile(
    r"^(?:please )?(?:note(?: that|,|:)|notice that|keep in mind|bear in mind|remember(?: that|,)|be aware|important:|one thing to (?:note|remember)"
    r"|it's (?:important|worth) (?:to (?:note|know|remember|understand)|noting|knowing)|the important thing)\b"
    r"|\b(?:will|can|'ll) only\b|\bonly (?:if|when|once|works)\b|\bas long as\b|\bby default\b|\bthis (?:step )?is optional\b"
    r"|\bit's not critical\b|\bit'll probably take\b|\byou (?:can|could) (?:always|also|adjust|change|alternatively)\b|\bas needed\b",
    _I,
)
_TIP = re.compile(
    r"^(?:(?:a|one|another|my) (?:quick |little |good |pro )?tip|pro tip|tip:)"
    r"|\b(?:it's|it is) (?:always |usually |generally )?(?:best|a good idea|good practice|easier|helpful|better|useful) (?:to|if)\b"
    r"|\b(?:we|i)(?:'d| would)? (?:highly |strongly )?recommend\b|\byou can also\b|\balternatively\b|^if you (?:want|like|prefer|wish)\b",
    _I,
)
_CONSEQUENCE = re.compile(
    r"^(?:if|unless|when) .+,? (?:it|this|that|the [\w ]+?|you)(?:'ll| will| won't| can't| would| may| might)\b"
    r"|^if .+\b(?:looks?|is|are|works?) (?:a (?:little )?(?:bit )?)?different",
    _I,
)
_EXPECTED = re.compile(
    r"^(?:(?:and|then|now|so|here|there|next|afterwards) )*(?:(?:you|we)(?:'ll| will| should|'d)(?: (?:now|then|also|be able to|be|have))* "
    r"(?:see|notice|get|have|find|receive|end up|taken|prompted|presented|asked|redirected|greeted|able to see|logged in)"
    r"|(?:this|that|it|the \w+(?: \w+){0,3}|a \w+(?: \w+){0,4}|your \w+(?: \w+){0,3})(?:(?:'ll| will| should| is going to| are going to)(?: (?:now|then|also|automatically))*"
    r"|(?: (?:now|then))) (?:show|display|open|appear|pop|ask|prompt|list|give|return|print|start|launch|create|redirect|take|be|look|run|come|install|download|execute|stop|load|output|generate|say|contain|update|turn|change)"
    r"|(?:this|that|it|which) (?:opens|displays|brings|shows|prints|returns|outputs|launches|gives (?:you|us))"
    r"|(?:the \w+(?: \w+){0,3}|a \w+(?: \w+){0,3}) (?:appears|opens|pops up|comes up|shows up|is displayed|is shown|starts)"
    r"|it (?:should|will) (?:say|look|be))\b",
    _I,
)
_NEED = re.compile(
    r"^(?:(?:before (?:you|we) (?:begin|start|get started|can start|do (?:this|that|anything))|first|to follow along|for this|to get started|as a prerequisite)[^,]{0,40}, ?)?"
    r"(?:please )?(?:(?:you|we)(?:'ll| will|'d| would)?(?: (?:also|first|only|just|both))* need(?: to have)?(?: access to)? (?!to\b)(?=[\w`])|make sure (?:that )?(?:you|you've|you already) (?:have|know|are|installed|got)\b"
    r"|(?:you|we) (?:should|must|need to|have to|'ll need to) (?:already )?have (?:a|an|the|your|access|installed|at least|some)\b"
    r"|(?:the )?(?:prerequisites|requirements) (?:are|is)|(?:you|we)'ll want to have )",
    _I,
)
_BEFORE_BEGIN = re.compile(r"^before (?:you|we) (?:begin|start|get started|do (?:this|that|anything))", _I)
_TOPIC = re.compile(
    r"\b(?:in (?:this|today's) (?:\w+ )?(?:video|tutorial|screencast|session|lesson|guide|episode|workshop|recording|demo|walkthrough|module|lecture|training)\w*"
    r"|today|in this one|this (?:video|tutorial|screencast) (?:will )?(?:shows?|explains?|demonstrates?|covers?))\b"
    r"[\s,]*(?:(?:i|we|you)(?:'ll|'m| will|'re| are| am| want| would like|'d like)?(?: (?:be|going))?(?: (?:to|gonna))?(?: (?:be))?[\s,]*)?"
    r"(?:(?:take a look at|look(?:ing)? at|walk(?:ing)? (?:you )?through|show(?:ing)? you|go(?:ing)? (?:over|through)|learn(?:ing)?|explain(?:ing)?|see(?:ing)?|cover(?:ing)?|"
    r"demonstrat(?:e|ing)|talk(?:ing)? (?:about|through)|discuss(?:ing)?|teach(?:ing)? you|explor(?:e|ing)|find(?:ing)? out)\s+)?"
    r"(?:the (?:process|steps|basics) (?:of|to|for)\s+)?(?:how (?:to|you can|we can|you)\s+)?(?P<what>.+)$",
    _I,
)
_HOW_TO = re.compile(r"\b(?:show|teach|walk|take|explain|demonstrate|learn|see|look at|covers?|about|go over)\b.{0,25}?\bhow (?:to|you can|we can)\s+(?P<what>.+)$", _I)  # fmt: skip
_GOAL = re.compile(
    r"^(?:(?:so|now|and|okay|then|next|alright|all right|first)[,\s]+)*(?:(?:now )?(?:that .{0,60}?, )?(?:we|you)(?: can|'re ready to|'re going to| are going to|'ll| will)(?: now| then| finally)?|let's (?:now |go ahead and )?|"
    r"(?:the next thing (?:we|you|i)(?:'ll| will|'re going to)? (?:do )?is(?: to)?)|it's time to|time to|how do (?:you|we|i)|how to)\s+"
    r"(?P<what>(?P<verb>create|set up|install|configure|add|build|make|deploy|connect|register|publish|find|change|remove|delete|update|import|export|define|start|write|test|turn|use|run|prepare|enable|upload)\b.+)$",
    _I,
)  # fmt: skip
_CHATTER = re.compile(
    r"\b(?:subscribe|like button|thumbs up|leave (?:a|me|your) comment|comments? (?:section|below)|sponsor|patreon|see you (?:in the )?next|thanks? (?:you )?for (?:watching|joining|listening)"
    r"|my screen|can you (?:hear|see)|you're on mute|unmute|raise your hand|in the chat|bear with me|give me a (?:second|minute|moment)|hang on|hold on|one (?:second|moment)|coffee|lunch|bathroom|come around and help|any questions|ask (?:me )?(?:a )?questions?)\b",
    _I,
)
_MORE_INFORMATION = re.compile(r"^for (?:more|further|additional) (?:information|details?|info)\b|\bvisit (?:our|my|the) (?:developer )?(?:website|documentation|docs|site|page)\b", _I)  # fmt: skip
_VIDEO = re.compile(
    r"\b(?:the|this|next|last|previous|another|a later|our|in a) (?:video|lecture|episode|tutorial|slide|chapter)s?\b",
    _I,
)
_WEAK_OBJECT = re.compile(r"^(?:it|that|this|them|these|those|so|one|ones|something|anything|everything|stuff|things?|on|ahead|a (?:bit|little|lot)|\W)*$", _I)  # fmt: skip
_CLEAR_ALONE = frozenset(
    "save submit restart reload log sign exit install reboot commit push deploy publish compile refresh".split()
)
_CODE_AFTER = frozenset(
    "run type enter execute use do call write set insert add issue invoke paste put start launch try".split()
)
_TYPED = re.compile(r"^(?:in |out )?(?P<what>(?:sudo |git |npm |npx |pip3? |conda |docker |kubectl |cd |mkdir |python3? |apt(?:-get)? |brew |curl |make |cargo |nix ).+)$")  # fmt: skip


class English:
    """The rules of English."""

    def read(self, sentence: str) -> Reading:
        return _read(sentence)

    def title(self, phrase: str) -> str:
        return title_from(phrase)

    def content(self, text: str) -> frozenset[str]:
        return content_words(text)


@lru_cache(maxsize=4096)
def _read(sentence: str) -> Reading:
    masked = literals_.mask(sentence)
    text = take_back(clean(masked.text))
    codes = masked.codes(text)
    opens = opening_strength(text)
    if not text:
        return Reading(codes=codes)
    bare = strip_openers(text)
    question = bool(_QUESTION.search(text))
    topic = _topic(text)
    if question:
        asked = _GOAL.match(text.rstrip("?"))
        goal = asked.group("what") if asked and re.match(r"(?:\w+[,\s]+)*how (?:do|to)", text, _I) else None
        return Reading(question=True, opens=opens, goal=masked.restore(to_reader(goal)) if goal else None)
    if _CHATTER.search(text) or (topic and not codes):
        return Reading(opens=opens, topic=masked.restore(topic) if topic else None, codes=codes)
    need = _need(bare)
    if need:
        return Reading(need=masked.restore(need), opens=opens, codes=codes)
    if _MORE_INFORMATION.search(bare):
        return Reading(aside=Aside(CautionKind.TIP, masked.restore(sentence_case(bare))), opens=opens)
    aside = _aside(bare)
    if aside:
        return Reading(aside=Aside(aside.kind, masked.restore(aside.text)), opens=opens, codes=codes)
    if _EXPECTED.match(bare):
        told = clauses_of(text)
        if not any(c.frame.mood in (Mood.COMMAND, Mood.NEED) for c in told):
            return Reading(expected=masked.restore(_expected(bare)), opens=opens, codes=codes)
    return _deeds(text, bare, masked, opens, codes)


def _deeds(text: str, bare: str, masked: literals_.Masked, opens: float, codes: tuple[str, ...]) -> Reading:
    clauses = clauses_of(text)
    goal = None
    found = _GOAL.match(text.rstrip(" ."))
    if found and len(clauses) <= 1 and not codes and not re.search(r"\bby\s+\w+ing\b", text):
        goal = to_reader(found.group("what"))
    if not clauses:
        alone = by_doing(bare)
        if alone:
            clauses = [alone, *_going_on(alone)]
    deeds: list[Deed] = []
    for clause in clauses:
        if clause.frame.negated or clause.frame.verb in ("be", "remember", "mind", "feel"):
            continue
        deed = _deed(clause, masked)
        if deed:
            deeds.append(deed)
    if not deeds and clauses and clauses[0].frame.negated and clauses[0].frame.subject in ("", "you"):
        if not _NEVER_ASIDE.search(bare):
            return Reading(aside=Aside(CautionKind.WARNING, masked.restore(sentence_case(bare))), opens=opens)
    expected = None
    if not deeds and goal is None and (is_condition(bare) and _CONSEQUENCE.match(bare)):
        return Reading(aside=Aside(CautionKind.NOTE, masked.restore(sentence_case(bare))), opens=opens, codes=codes)
    return Reading(
        deeds=tuple(deeds),
        expected=expected,
        goal=masked.restore(goal) if goal else None,
        opens=opens,
        codes=codes,
    )


def _going_on(first: Clause) -> list[Clause]:
    """Further gerunds: "by clicking the plus button and giving it a name"."""
    found = re.search(r"\s+and\s+(?:then\s+)?([a-z]+ing)\b(.*)$", first.body, _I)
    if not found:
        return []
    further = by_doing(f"by {found.group(1)}{found.group(2)}")
    if further is None:
        return []
    object.__setattr__(first, "body", first.body[: found.start()])
    return [further]


def _deed(clause: Clause, masked: literals_.Masked) -> Deed | None:
    weight = weight_of(clause.frame)
    said, lead = word_clause(clause)
    body = clause.body
    bare_object = bool(_WEAK_OBJECT.match(body))
    verb = clause.frame.verb
    if bare_object and verb not in _CLEAR_ALONE:
        return None
    words = content_words(masked.restore(f"{verb} {body}"))
    if verb in VAGUE and not words - {verb}:
        return None
    if not words - {verb} and verb not in _CLEAR_ALONE and "Qz" not in body:
        return None
    if _VIDEO.search(body) or re.search(
        r"\b(?:questions?|workshop|exercise|everyone|everybody|folks|guys)\b", body, _I
    ):
        weight *= 0.4
    if verb not in DOING:
        weight *= 0.6
    if len(said.split()) < 2 and verb not in _CLEAR_ALONE:
        return None
    text = sentence_case(said)
    found = masked.codes(said) if verb in _CODE_AFTER or verb == "run" else ()
    code = "\n".join(found) if found and len(found) == 1 else None
    typed = _TYPED.match(masked.restore(body)) if verb in ("run", "type", "execute", "enter", "do") else None
    if code is None and typed and len(typed.group("what").split()) <= 8:
        code = typed.group("what").rstrip(" .")
    goal = None
    aim = re.match(r"^(?:in order )?to (?P<what>[a-z]+ .+?),?$", (clause.prefix or "").strip(), _I)
    if aim and aim.group("what").split()[0].lower() in DOING:
        goal = to_reader(aim.group("what"))
    return Deed(
        text=masked.restore(text),
        verb=verb if verb != "do" else "run",
        weight=round(weight, 3),
        words=words,
        goal=masked.restore(goal) if goal else None,
        code=code,
        lead=masked.restore(lead) if lead else None,
    )


def _aside(bare: str) -> Aside | None:
    if _NEVER_ASIDE.search(bare) and not re.search(r"\bcareful\b", bare, _I):
        return None
    said = sentence_case(shorten(bare.rstrip(" .")))
    if _WARNING.search(bare) and len(bare.split()) >= 3:
        return Aside(CautionKind.WARNING, said)
    prohibition = _PROHIBITION.match(bare)
    if prohibition and re.search(r"n't|not|never|avoid", prohibition.group(), _I):
        return Aside(CautionKind.WARNING, said) if len(bare.split()) >= 4 else None
    if _NOTE.search(bare):
        return Aside(CautionKind.NOTE, said)
    if _TIP.search(bare) and not re.match(r"^i(?:'d| would)? (?:suggest|recommend)\b", bare, _I):
        prefix, rest = split_prefix(bare)
        if not (prefix and clauses_of(rest) and is_condition(prefix)):
            return Aside(CautionKind.TIP, said)
    return None


def _need(bare: str) -> str | None:
    if not _NEED.match(bare) or len(bare.split()) < 4:
        return None
    text = re.sub(r"^(?:before (?:you|we) [^,]+|first|to follow along|for this|to get started),\s*", "", bare, flags=_I)
    if not _BEFORE_BEGIN.match(bare) and re.search(
        r"\bneed (?:a (?:few|little|bit|lot)|it|that|this|them|some time|more)\b", bare, _I
    ):
        return None
    return sentence_case(shorten(to_reader(text.rstrip(" ."))))


def _expected(bare: str) -> str:
    text = re.sub(r"^(?:(?:and|then|now|so|next) )+", "", bare, flags=_I)
    text = re.sub(r"\b(will|should|you'll|it'll) now\b", r"\1", text)
    text = re.sub(r"^(?:here|there),? (?=you)", "", text, flags=_I)
    return sentence_case(shorten(to_reader(text.rstrip(" ."))))


def _topic(text: str) -> str | None:
    for pattern in (_TOPIC, _HOW_TO):
        found = pattern.search(text.rstrip(" ."))
        if found:
            what = found.group("what").strip(" ,.")
            words = what.split()
            if 2 <= len(words) and words[0].lower() not in SMALL:
                return to_reader(what)
    return None
