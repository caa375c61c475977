"""What a document says about its guide, in the guide's language. It is the same in Word and in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline.guide import (
    CautionKind,
    Finding,
    Guide,
    Level,
    Making,
    MendedName,
    Reference,
    ReferenceStatus,
    Source,
    Step,
    WriterKind,
)
from pipeline.render.conditions import qualified_title
from pipeline.render.confidence_reasons import localized
from pipeline.render.disclosures import KEPT, listed, listed_kept, not_opened
from pipeline.render.gaps import gaps_of_guide, gaps_of_step
from pipeline.render.layout import Choice, Option, choices, in_order, parts, step_bookmark, ways_alone
from pipeline.render.localization import Words
from pipeline.render.marks import (
    GLANCE,
    NOT_SAID,
    QUESTIONS,
    Place,
    web_address,
)
from pipeline.render.text import capitalized, letters, line
from pipeline.speech.languages import READ
from pipeline.ways import advice_parts

LEVELS = {Level.MEDIUM: "Medium confidence", Level.LOW: "Low confidence"}
"""The levels that a step is listed with. Of high confidence there is nothing to say."""
RESCUE = "If something goes wrong"
"""The heading above the steps that help only then."""
BOXES = {CautionKind.NOTE: "Note", CautionKind.TIP: "Tip", CautionKind.WARNING: "Warning"}
"""The word at the beginning of a box. In Word it is also the name of its style."""
STATUS = {
    ReferenceStatus.USED: "Used.",
    ReferenceStatus.UNUSED: "Read, but not used in the guide.",
    ReferenceStatus.LATE: "Not used: it arrived too late.",
    ReferenceStatus.FAILED: "Not used: it couldn’t be read.",
}
NOT_SAID_LABEL = "Not said in the recording"
"""In front of what a step lacks, and the heading of what the whole guide lacks."""
_SECTIONS = {GLANCE: "At a glance", QUESTIONS: "Questions and answers", NOT_SAID: NOT_SAID_LABEL}
_SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s+")
MENDED = "Names as heard → as written"
_COLON = ": \u00a0\u202f："
_INNER_QUOTES = re.compile(r"(?P<opens>“|(?<!\w)\"(?=\w))|”|(?<=[A-Za-zÀ-ɏ.,!?…])\"(?!\w)")
LEADS = "Marks like {mark} link to the source of a line."
OPENS = "Marks like {mark} open the recording at that moment."
_TO_FILL_IN = re.compile(r"<[^\W\d_][\w .;:(),'’-]{0,60}>")


def filling_in(words: Words, guide: Guide) -> str:
    """How code with parts for the reader to fill in is typed; "" if the guide has none, or its code has tags of its
    own."""
    code = [a.code for step in guide.steps if step.writer is WriterKind.MODEL for a in step.actions if a.code]
    if any("</" in each for each in code) or not any(map(_TO_FILL_IN.search, code)):
        return ""
    return words("Fill in what stands in <angle brackets>, without the brackets.")


def heading(words: Words, step: Step, label: str, *, conditional: bool = True) -> str:
    """The heading of a step: also whether it is optional and, if `conditional`, its condition where that is short."""
    title = line(step.title)
    bare = re.escape(words("Step {number}", number="0")).replace("0", r"\d+")
    named = label.startswith("“") or not re.fullmatch(rf"Step \d+|{bare}", title)
    if not named:
        title = words("Step {number}", number=label)
    title = qualified_title(words, step, title, conditional=conditional)
    if label.startswith("“") or not named:
        return title
    return words("Step {number}: {title}", number=label, title=title)


def choice_heading(words: Words, choice: Choice, label: str) -> str:
    """The heading of a choice: what its ways have in common, or that one has to choose."""
    title = choice.title or choosing(words, choice).rstrip(_COLON)
    return words("Step {number}: {title}", number=label, title=title)


def option_heading(words: Words, option: Option) -> str:
    return words("Option {letter}: {name}", letter=option.letter, name=line(option.way))


def choosing(words: Words, choice: Choice) -> str:
    """What the reader does with the options of a choice."""
    if choice.again:
        return words("Go on with the option you have chosen:")
    return words("Choose what you need:") if choice.several else words("Choose one option:")


def check_reason(words: Words, finding: Finding) -> tuple[str, bool]:
    """(why a line should be checked, whether it is in the document's language). What a model says of a line, and what
    no catalogue has, is as it was made."""
    said = line(finding.message)
    told = words.told(said)
    return told, told != said or words.language == "en"


def checks(guide: Guide) -> Iterator[tuple[Place, str, tuple[str, ...], Finding]]:
    """What a person should check: (the place of the line, its text, what it cites, the finding)."""
    for step in in_order(guide):
        for number, action in enumerate(step.actions, 1):
            for finding in action.findings:
                yield Place(step.number, number), action.instruction, action.citations, finding
        for caution in step.cautions:
            for finding in caution.findings:
                yield Place(step.number), caution.text, caution.citations, finding


def place_name(words: Words, guide: Guide, labels: Mapping[str, str], place: Place) -> str:
    """The place of a line in words: "Step 2, instruction 3". `labels` are those of the guide's steps."""
    if not place.step:
        options = (option for choice in choices(guide) for option in choice.options)
        option = next((option for option in options if option.bookmark == place.section), None)
        if place.section in labels:
            return words("Step {number}", number=labels[place.section])
        return option_heading(words, option) if option else words(_SECTIONS[place.section])
    label = labels[Place(place.step).bookmark]
    if not place.action:
        return words("Step {number}", number=label)
    return words("Step {step}, instruction {action}", step=label, action=place.action)


def about(guide: Guide) -> tuple[str, tuple[str, ...]]:
    """(what the guide is for and what comes of it, what else there is to know of the whole, a sentence each). A long
    paragraph in front of the steps isn't read."""
    told = [sentence for sentence in _SENTENCE_END.split(line(guide.about or "")) if sentence]
    return (" ".join(told[:3]), tuple(told[3:])) if len(told) > 4 else (guide.about or "", ())


LONGEST_ADVICE_WORDS = 35
"""A longer paragraph in front of ways is a list."""


@dataclass(frozen=True)
class Advice:
    """What helps to choose."""

    lead: str
    """A paragraph. "" if there is none."""
    sentences: tuple[str, ...]
    """The same as a list, where it is more than two sentences, or long: of a paragraph with something about each way,
    one is hard to find."""
    of_way: Mapping[str, tuple[str, tuple[str, ...]]]
    """(what is about one of the options, the ids of the sources that its steps alone rest on too), by its way."""


def advice(choice: Choice) -> Advice:
    parts = advice_parts(line(choice.advice or ""), (option.way for option in choice.options))
    told = [sentence for way, sentence in parts if not way]
    words = sum(len(sentence.split()) for sentence in told)
    listed = len(told) > 2 or (len(told) > 1 and words > LONGEST_ADVICE_WORDS)
    of_way: dict[str, tuple[str, tuple[str, ...]]] = {}
    cited = [set(_cited(option)) for option in choice.options]
    for option in choice.options:
        said = " ".join(sentence for way, sentence in parts if way and way == option.way.strip())
        # What another option rests on too tells nothing of where this one is told.
        own = set(_cited(option)) - {each for some in cited for each in some if sum(each in one for one in cited) > 1}
        if said:
            of_way[option.way] = capitalized(said), tuple(each for each in choice.citations if each in own)
    return Advice("" if listed else " ".join(told), tuple(told) if listed else (), of_way)


def _cited(option: Option) -> Iterator[str]:
    """The ids of the sources that its lines rest on."""
    for step in option.steps:
        for action in step.actions:
            yield from action.citations
        for caution in step.cautions:
            yield from caution.citations


def step_name(words: Words, guide: Guide, labels: Mapping[str, str], step: Step) -> str:
    """How a text names a step: "Step 2", or the option whose only step it is: "Option B: Web page"."""
    options = (option for choice in choices(guide) for option in choice.options)
    option = next((option for option in options if option.plain is step), None)
    return option_heading(words, option) if option else words("Step {number}", number=labels[step_bookmark(step)])


def short_place_name(labels: Mapping[str, str], place: Place) -> str:
    """The place of a line in a step in short: "2.3"."""
    label = labels[Place(place.step).bookmark]
    return f"{label}.{place.action}" if place.action else label


def less_sure(guide: Guide) -> tuple[Step, ...]:
    """The steps whose confidence isn't high, in the order of the document. None where there is nothing to say of one
    that doesn't hold for all."""
    if alike(guide):
        return ()
    return tuple(step for step in in_order(guide) if step.confidence.level is not Level.HIGH)


def alike(guide: Guide) -> bool:
    """Whether all steps are of medium confidence, only because no model wrote them: all that was counted is backed."""
    return bool(guide.steps) and all(
        step.confidence.level is Level.MEDIUM
        and step.writer is WriterKind.EXTRACTIVE
        and all(a == n for a, n in _COUNTED.findall(step.confidence.reason))
        for step in guide.steps
    )


_COUNTED = re.compile(r"\b(\d{1,9}) of (\d{1,9})\b")


def confidence_reason(words: Words, step: Step) -> tuple[str, bool]:
    """(the reason for a step's confidence, whether it is in the document's language). It is English otherwise."""
    said = line(step.confidence.reason).removesuffix("; written without a language model")  # "Written by" says that
    if words.language == "en" or not words.translated:
        return said, words.language == "en"
    known = localized(words, said)
    return (known, True) if known is not None else (said, False)


def masked_here(words: Words, guide: Guide, step: Step) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What the masks in a step's lines stand for, in a sentence for each mask with what it cites: where it was said."""
    sources = {source.id: source for source in guide.sources if source.masked}
    lines = [(f"{a.instruction} {a.code or ''} {a.expected or ''}", a.citations) for a in step.actions]
    lines += [(caution.text, caution.citations) for caution in step.cautions]
    said: dict[str, list[str]] = {}
    for text, citations in lines:
        for source in (sources[each] for each in citations if each in sources):
            for mask in source.masked:
                if mask in text:
                    said.setdefault(mask, []).append(source.id)
    return tuple(
        (
            words("{mask} stands for a secret that was said aloud. It is masked in this document.", mask=mask),
            tuple(dict.fromkeys(cited)),
        )
        for mask, cited in said.items()
    )


def with_mask_named(words: Words, source: Source, quote: str) -> str:
    """A quote as it is shown: if something in it is masked, it isn't word for word, and says so."""
    return words("{quote} (with a secret masked)", quote=quote) if source.masked else quote


def extract(words: Words, guide: Guide) -> str:
    """That a guide is only an extract, and why. Empty if it is more."""
    if guide.extract is None:
        return ""
    if not guide.extract.language_read:
        return words(
            "This is only an extract. Without a language model, Script2Doc understands only these languages: "
            "{languages}. It quotes what is said in others.",
            languages=words.joined([words.language_name(code) for code in READ]),
        )
    if guide.extract.mostly_quotes:
        return words("This is only an extract. Most of its lines quote what was said.")
    if guide.extract.quotes:
        return words(
            "This is only an extract. No instructions were found in the recording, so it quotes what was said."
        )
    if guide.extract.ends_guessed:
        return words(
            "This is only an extract. The recording has no punctuation, and without a language model, Script2Doc can "
            "only guess where sentences begin and end."
        )
    return words(
        "This is only an extract. Without a language model, Script2Doc understood fewer than half of the "
        "recording’s sentences: {understood} of {sentences}.",
        understood=words.number(guide.extract.understood),
        sentences=words.number(guide.extract.sentences),
    )


def left_out(words: Words, guide: Guide) -> str:
    """That a guide has no room for all instructions of its recording. Empty if it has."""
    if guide.left_out is None:
        return ""
    return words(
        "This is only part of the recording, which has more instructions than these steps have room for. "
        "Left out: {left} of {found}.",
        left=words.number(guide.left_out.instructions),
        found=words.number(guide.left_out.found),
    )


def said_first(words: Words, guide: Guide) -> tuple[str, ...]:
    """What a reader has to know before anything else: how much of the recording the guide isn't. What no model wrote
    says at least that it may lack something, since nobody can see that from what it has."""
    known = tuple(filter(None, (extract(words, guide), left_out(words, guide))))
    if known or guide.making.writer is not WriterKind.EXTRACTIVE:
        return known
    return (words("This guide was made without a language model. Some of what was said may be missing."),)


def fuller(words: Words, guide: Guide) -> str:
    """What makes a fuller guide than an extract, for whoever made it: its readers can't do that. Empty if the guide is
    more than an extract."""
    if guide.extract is None:
        return ""
    if guide.making.model_set_up:
        return words("For a fuller guide, make it again with the language model.")
    return words("For a fuller guide, whoever runs Script2Doc can set up a language model. Then make it again.")


def extent(words: Words, guide: Guide) -> str:
    """How much there is to do: "5 steps with 17 instructions". A choice is one step; alone, it is "3 ways with 17
    instructions"."""
    lines = sum(len(step.actions) for step in guide.steps)
    if guide.only_quotes:
        told = words.count("{n} quote", "{n} quotes", lines)
    else:
        told = words.count("{n} instruction", "{n} instructions", lines)
    if ways := ways_alone(guide):
        steps = words.count("{n} way", "{n} ways", ways)
    else:
        steps = words.count("{n} step", "{n} steps", len(parts(guide)))
    return words("{steps} with {actions}", steps=steps, actions=told)


def recording(words: Words, guide: Guide) -> str:
    """How long the recording is. Empty if that isn't known. Who speaks is said at what is quoted."""
    return words.duration(guide.origin.duration) if guide.origin.duration else ""


def quoted(words: Words, text: str) -> str:
    """The text in the language's quotation marks."""
    return words("“{text}”", text=text)


def quoted_line(words: Words, text: str) -> str:
    """A line of the guide in the language's quotation marks. Those inside it become single ones."""
    return quoted(words, inner_quotes(text))


def inner_quotes(text: str) -> str:
    """The text with single quotation marks, to stand between double ones.

    >>> inner_quotes("“Oh nice”, he said")
    '‘Oh nice’, he said'
    """
    return _INNER_QUOTES.sub(lambda found: "‘" if found["opens"] else "’", text)


def status(words: Words, reference: Reference) -> str:
    """What became of a reference page. Empty if its reason says everything, as for a page that wasn't fetched."""
    if reference.status is ReferenceStatus.UNUSED and reference.reason:
        return ""
    fetched = reference.fetched if reference.status in (ReferenceStatus.USED, ReferenceStatus.UNUSED) else None
    when = words("Fetched on {date}.", date=words.date(fetched)) if fetched else ""
    return words.sentences(words(STATUS[reference.status]), when)


def reason(reference: Reference) -> str:
    """Why a reference page wasn't used. Empty if it was."""
    return line(reference.reason) if reference.reason and reference.status is not ReferenceStatus.USED else ""


ALWAYS_KNOWN = ("Transcript", "Written by", "Made on")
"""What is known of how every guide was made."""


def making(words: Words, guide: Guide, labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """How the guide was made, as (name of a fact, the fact). The name isn't translated yet. `labels` are those of the
    guide's steps."""
    origin, made = guide.origin, guide.making
    size = words.count("{n} word", "{n} words", origin.words)
    # What isn't the name of a format ("text with speakers") is only known in English.
    form = line(origin.format)
    known = f"{words.embedded(form)}, " if words.language == "en" or form[:1].isupper() else ""
    yield "Transcript", f"{words.embedded(line(origin.name))} ({known}{size})"
    yield "Written by", _writer(words, made)
    if guide.without_model:
        fallen = [labels[step_bookmark(step)] for step in in_order(guide) if step.fallback]
        steps = words.joined([words("Step {number}", number=label) for label in fallen])
        yield "Written without the language model", steps
    if alike(guide):
        yield "Confidence", words("Medium for every step.")
    if guide.origin.secrets:
        yield "Secrets said aloud, masked", listed(guide.origin.secrets)
    if guide.origin.kept_secrets:
        yield KEPT, listed_kept(guide.origin.kept_secrets)
    if guide.names:
        yield MENDED, words.semicolon.join(_mended(words, name) for name in guide.names)
    note = words.embedded(line(made.note)) if made.note else ""
    if notes := words.sentences(note, fuller(words, guide), not_opened(words, guide)):
        yield "Notes", notes
    yield "Made on", words.date(made.created)


def _mended(words: Words, name: MendedName) -> str:
    """ "nebulous → Nebius". The arrow points to what is written, so it turns where lines run from right to left."""
    heard, written = ", ".join(map(line, name.heard)), line(name.written)
    ltr_letters, rtl_letters = letters(heard + written)
    leftwards = rtl_letters if ltr_letters != rtl_letters else words.rtl
    return words.embedded(f"{heard} {'←' if leftwards else '→'} {written}", rtl=leftwards)


def passage_place(guide: Guide, source: Source) -> tuple[str, str | None]:
    """(the page's title and the headings above a passage, the page's address or None)."""
    page = next((r for r in guide.references if r.id == source.reference), None)
    host = urlsplit(page.url).hostname if page and web_address(page.url) else None
    name = line((page.title if page else None) or host or "")
    heading = line(source.heading or "")
    if not heading.startswith(name):
        heading = f"{name} › {heading}" if heading else name
    return heading or name, page.url if page else None


def _writer(words: Words, made: Making) -> str:
    if made.writer is WriterKind.EXTRACTIVE:
        return words("Script2Doc, from the transcript’s own sentences, without a language model")
    return words("Script2Doc with the language model {model}", model=words.embedded(line(made.model or "?")))


def lines_by_source(guide: Guide) -> dict[str, list[str]]:
    """The lines of the guide that cite each source, by the sources' ids."""
    by_source: dict[str, list[str]] = {}
    cited = [(need.text, need.citations) for need in guide.prerequisites]
    cited += [(f"{asked.question} {asked.answer}", asked.citations) for asked in guide.questions]
    cited += [(gap.text, gap.citations) for gap in gaps_of_guide(guide)]
    for choice in choices(guide):
        cited.append((choice.advice or "", choice.citations))
        cited += [(caution.text, caution.citations) for caution in choice.cautions]
    for step in guide.steps:
        cited += [(caution.text, caution.citations) for caution in step.cautions]
        cited += [(gap.text, gap.citations) for gap in gaps_of_step(guide, step)]
        cited += [(f"{a.instruction} {a.code or ''} {a.expected or ''}", a.citations) for a in step.actions]
    for text, citations in cited:
        for source_id in citations:
            by_source.setdefault(source_id, []).append(text)
    return by_source
