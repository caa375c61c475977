"""How a job ended: the summary, a failure, a cancellation, and the answers to what wasn't made into a job."""

from __future__ import annotations

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.messages.canvas import CANVAS
from bot.messages.deleting import delete_button
from bot.messages.language import Words
from bot.messages.message import Message, context, plain, section, sections, shorten
from pipeline.guide import Guide, Level, ReferenceStatus, WriterKind
from pipeline.options import GuideOptions, Paper, Secrets, SourcesForm, Tone, WriterChoice
from pipeline.provenance import with_effect
from pipeline.render.confidence_reasons import localized
from pipeline.render.disclosures import disclosures
from pipeline.render.gaps import gaps_of_guide, gaps_of_step
from pipeline.render.guide_phrases import checks, extract, fuller, inner_quotes, left_out, short_place_name
from pipeline.render.layout import in_order, labels, parts, step_bookmark, ways_alone
from pipeline.render.localization import words as words_of_documents
from pipeline.render.marks import Marks
from pipeline.render.text import on_one_line

REDO = "redo_job"
"""The action_id of the button that asks for other options; its value is the job's id."""
RETRY = "retry_job"
"""Once more with the same options; its value is the job's id."""
ANYWAY = "make_anyway"
"""Once more, although nothing looks like a procedure; its value is the job's id."""
MARKDOWN, SLIDES, PDF = "as_markdown", "as_slides", "as_pdf"
"""The same guide in another form; the value is the job's id."""
MOST_LINES = 5
"""Of what to check, the message shows so many lines; the document has all."""
LONGEST_LINK_CHARACTERS = 500
"""A longer address is shown without a link."""
ALL_MEDIUM = "*Confidence*: medium at most, since it was written without a language model"
LEVELS = {Level.LOW: "low", Level.MEDIUM: "medium"}
TONES = {Tone.FRIENDLY: "friendly tone", Tone.FORMAL: "formal tone"}
NAMES_CHARACTERS = 2000
"""The names of the pages of which the same is said are counted beyond these."""
AGAIN = "Make it again with other options"


def summary_message(
    say: Words,
    guide: Guide,
    job: str,
    elapsed: float,
    permalink: str | None = None,
    *,
    pdf: bool = False,
    canvas: bool = False,
    source: str = "",
    options: GuideOptions | None = None,
) -> Message:
    """The last edit of the progress message: what was made, and what to check and to do next. `pdf`: whether PDF files
    can be made here; `canvas`: whether Slack lets the app make canvases; `source`: the transcript's file name, and
    `options` what was asked for, as several guides can be in a thread: what had no effect isn't named as theirs."""
    actions = sum(len(step.actions) for step in guide.steps)
    lines = [f"*{plain(shorten(guide.title, 150))}*"]
    document = f"<{permalink}|{say('The Word document')}>" if permalink else say("The Word document")
    steps = _steps(say, guide)
    if guide.only_quotes:
        instructions = say.count("{n} quote", "{n} quotes", actions)
    else:
        instructions = say.count("{n} instruction", "{n} instructions", actions)
    lines.append(
        say(
            "{document} is in this thread: {steps} with {instructions}.",
            document=document,
            steps=steps,
            instructions=instructions,
        )
    )
    words = words_of_documents(say.tag)
    if guide.extract is not None:
        lines.append(plain(words.sentences(extract(words, guide), fuller(words, guide))))
    if left := left_out(words, guide):
        lines.append(plain(left))
    lines += [plain(shorten(said, 500)) for said in disclosures(words, guide)]
    if hidden := len(guide.told_masks):
        masked = say.count(
            "{n} secret said aloud is masked. To show what was said, mention me in this thread with {option}.",
            "{n} secrets said aloud are masked. To show what was said, mention me in this thread with {option}.",
            hidden,
            option="`@Script2Doc secrets=keep`",
        )
        lines.append(masked)
    lines.append(_next(say, guide))
    blocks: list[Block] = [section("\n".join(lines))]
    blocks += sections(_unsure(say, guide))
    blocks += sections(_to_check(say, guide))
    blocks += sections(_references(say, guide))
    if guide.making.note or guide.without_model:
        blocks.append(section(_without_model(say, guide)))
    blocks.append(context("  ·  ".join(_made(say, guide, elapsed, source))))
    if options and (asked := asked_for_of(say, with_effect(options, guide))):
        other = "" if ways_alone(guide) else _other_number(say, len(parts(guide)), options)
        said = [say("Options: {options}", options=asked), other]
        blocks.append(context("  ·  ".join(filter(None, said))))
    buttons = [(say(AGAIN), REDO), ("Markdown", MARKDOWN), ("PowerPoint", SLIDES), *([("PDF", PDF)] if pdf else [])]
    buttons += [(say("Canvas"), CANVAS)] if canvas else []
    forms = [ButtonElement(text=t, action_id=a, value=job) for t, a in buttons]
    blocks.append(ActionsBlock(elements=[*forms, delete_button(say, job)]))
    text = say(
        "The guide “{title}” is ready: {steps}.", title=plain(shorten(inner_quotes(guide.title), 100)), steps=steps
    )
    return Message(text, tuple(blocks))


def announcement_message(
    say: Words, guide: Guide, asker: str, permalink: str | None = None, source: str = ""
) -> Message:
    """What tells a person that their guide is there: an edit of the progress message notifies nobody. `source`: the
    transcript's file name, since several guides that are made at once can have the same title."""
    title = plain(shorten(guide.title, 100))
    title = f"<{permalink}|{title}>" if permalink else say("“{text}”", text=inner_quotes(title))
    title += f" ({plain(shorten(source, 80))})" if source else ""
    if lines := len(list(checks(guide))):
        todo = say.count("{n} line to check before you pass it on.", "{n} lines to check before you pass it on.", lines)
    elif gaps := _gaps(guide):
        todo = say.count(
            "{n} point to fill in before you pass it on: the recording doesn't say.",
            "{n} points to fill in before you pass it on: the recording doesn't say.",
            gaps,
        )
    else:
        todo = ""  # the summary beside it says that it is to be read
    steps = _steps(say, guide)
    ready = say("{who}, your guide is ready: {title}, {steps}.", who=f"<@{asker}>", title=title, steps=steps)
    text = f"{ready}\n{todo}".rstrip()
    return Message(text, (section(text),))


def _steps(say: Words, guide: Guide) -> str:
    """How many steps a guide has, as its document counts them; or how many ways, if it is nothing but a choice."""
    if ways := ways_alone(guide):
        return say.count("{n} way", "{n} ways", ways)
    return say.count("{n} step", "{n} steps", len(parts(guide)))


def _next(say: Words, guide: Guide) -> str:
    """What to do with the document."""
    if guide.to_check:
        return say("Check the lines below before you pass it on.")
    if gaps := _gaps(guide):
        return say.count(
            "Before you pass it on, fill in what the recording doesn't say: {n} point in the document.",
            "Before you pass it on, fill in what the recording doesn't say: {n} points in the document.",
            gaps,
        )
    return say("Read it once before you pass it on.")


def _gaps(guide: Guide) -> int:
    """How many things the document asks somebody to fill in."""
    return len(gaps_of_guide(guide)) + sum(len(gaps_of_step(guide, step)) for step in guide.steps)


def _unsure(say: Words, guide: Guide) -> list[str]:
    """The parts that aren't sure, and why. Of the others there is nothing to say. Without a model no part is sure, so
    that is said once, and those follow that are less sure than the rest."""
    called = labels(guide)
    without_model = guide.making.writer is WriterKind.EXTRACTIVE
    listed = (Level.LOW,) if without_model else (Level.LOW, Level.MEDIUM)
    unsure = [step for step in in_order(guide) if step.confidence.level in listed]
    lines, levels = [], []
    for step in unsure:
        reason = step.confidence.reason
        if without_model and len(unsure) < len(guide.steps):  # the heading says that of all
            reason = reason.replace("; written without a language model", "")
        if say.language != "en":
            reason = localized(words_of_documents(say.tag), reason) or reason
        why = plain(shorten(reason, 150))
        place = say("Step {number}", number=called[step_bookmark(step)])
        levels.append(say(LEVELS[step.confidence.level]) + (f" ({why})" if why else ""))
        lines.append(f"•  {say.labelled(place, levels[-1])}")
    if without_model and len(unsure) == len(guide.steps) > 0:
        label = f"*{say('Confidence')}*"
        return [say.labelled(label, levels[0])] if len(set(levels)) == 1 else _first(say, lines, label)
    if without_model:
        return _first(say, lines, say(ALL_MEDIUM)) or [say(ALL_MEDIUM)]
    return _first(say, lines, f"*{say('Confidence')}*")


def _to_check(say: Words, guide: Guide) -> list[str]:
    """The first few lines that a person should look at, with their times, and how many more there are."""
    called, marks = labels(guide), Marks(guide)
    lines = []
    for place, text, citations, finding in checks(guide):
        timed = next((marks[each] for each in citations if each in marks and marks[each].timed), None)
        time = (f"<{plain(timed.url)}|{timed.label}>" if timed.url else timed.label) if timed else ""
        step = say("Step {number}", number=short_place_name(called, place))
        quote = say("“{text}”", text=plain(shorten(on_one_line(text), 100)))
        found = plain(shorten(say.told(finding.message), 200))
        lines.append(f"•  {say.labelled(say.items(step, time, quote), found)}")
    heading = say.count(
        "*{n} line to check*, marked with a comment in the document",
        "*{n} lines to check*, marked with comments in the document",
        len(lines),
    )
    return _first(say, lines, heading)


def _first(say: Words, lines: list[str], heading: str) -> list[str]:
    """The heading and the first of these lines, with how many more there are. Nothing for no lines."""
    if not lines:
        return []
    left = len(lines) - MOST_LINES
    more = [f"•  {say('… and {n} more', n=say.number(left))}"] if left > 0 else []
    return [heading, *lines[:MOST_LINES], *more]


def _called(guide: Guide) -> dict[int, str]:
    """How the document calls each step, by its number."""
    called = labels(guide)
    return {step.number: called[step_bookmark(step)] for step in guide.steps}


def _references(say: Words, guide: Guide) -> list[str]:
    """What became of the reference pages; those of which the same is to be said share a line."""
    silent = {ReferenceStatus.USED: "used", ReferenceStatus.UNUSED: "read, but not needed"}
    said: dict[str, list[str]] = {}
    for page in guide.references:
        name = plain(shorten(page.title or page.url, 80))
        name = f"<{plain(page.url)}|{name}>" if len(plain(page.url)) <= LONGEST_LINK_CHARACTERS else name
        became = page.reason or silent.get(page.status, "couldn't be read")
        said.setdefault(plain(shorten(say.told(became), 150)), []).append(name)
    lines = [f"•  {say.labelled(_some(say, names), became)}" for became, names in said.items()]
    return [f"*{say('Reference pages')}*", *lines] if lines else []


def _some(say: Words, names: list[str]) -> str:
    """The first of these names, and how many more there are."""
    shown = [
        name for n, name in enumerate(names) if n < MOST_LINES and len(", ".join(names[: n + 1])) <= NAMES_CHARACTERS
    ]
    left, some = len(names) - len(shown), say.items(*shown)
    return say("{names} and {n} more", names=some, n=say.number(left)) if left else some


def _without_model(say: Words, guide: Guide) -> str:
    said = [plain(say.told(guide.making.note))] if guide.making.note else []
    called = _called(guide)
    if numbers := [called[number] for number in guide.without_model]:
        reasons = {step.fallback for step in guide.steps if step.fallback} - {guide.making.note}
        why = (plain(shorten(say.told(reason), 300)) for reason in sorted(filter(None, reasons)))
        steps = say.count(
            "Step {steps} was written without the model.",
            "Steps {steps} were written without the model.",
            len(numbers),
            steps=say.joined(numbers),
        )
        said.append(shorten(say.sentences(steps, *why), 1000))
    return "\n".join(said).strip()


def _made(say: Words, guide: Guide, elapsed: float, source: str) -> list[str]:
    by = plain(guide.making.model or "") if guide.making.usage.tokens else ""
    words = say.count("{n} word", "{n} words", guide.origin.words)
    name = plain(shorten(source, 80))
    return [
        say("Made in {duration}", duration=say.duration(elapsed)),
        say("{words} read from {name}", words=words, name=name) if source else say("{words} read", words=words),
        say("written by {model}", model=by) if by else say("no language model was used"),
    ]


def asked_for_of(say: Words, options: GuideOptions) -> str:
    """What tells this guide from others of the same recording; nothing if nothing was asked for. The title stands above
    it anyway."""
    asked = [
        say("for {audience}", audience=plain(shorten(options.audience, 80))) if options.audience else "",
        say(TONES[options.tone]) if options.tone in TONES else "",
        say.language_name(options.language) if options.language else "",
        _wanted_steps(say, options),
        say.count("{n} reference page", "{n} reference pages", len(options.urls)) if options.urls else "",
        say("no model") if options.writer is WriterChoice.EXTRACTIVE else "",
        say("sources: times only") if options.sources is SourcesForm.SHORT else "",
        say("letter paper") if options.paper is Paper.LETTER else "",
        "secrets=keep" if options.secrets is Secrets.KEEP else "",
    ]
    return say.items(*asked)


def _wanted_steps(say: Words, options: GuideOptions) -> str:
    """How many steps were asked for; nothing where none were."""
    wanted = options.wanted_steps
    return (
        say.count("{steps} step", "{steps} steps", options.steps or options.max_steps, steps=wanted) if wanted else ""
    )


def _other_number(say: Words, steps: int, options: GuideOptions) -> str:
    """That a guide doesn't have as many steps as were asked for; nothing where it has."""
    if not (wanted := _wanted_steps(say, options)):
        return ""
    if steps < (options.steps or options.min_steps):
        return say("You asked for {steps}, but the recording doesn't have that many.", steps=wanted)
    if steps > (options.steps or options.max_steps):
        return say("You asked for {steps}, but the recording has more.", steps=wanted)
    return ""


def failure_message(
    say: Words, name: str, reason: str, job: str, *, anyway: bool = False, again: bool = True
) -> Message:
    """What happened, to what, and what to do. `reason` is in English. `anyway` offers a guide although nothing looks
    like a procedure; `again` offers to try the same again, where that can help."""
    text = say("I couldn't make a guide from {name}.", name=plain(shorten(name, 80)))
    reason = say.told(reason)
    blocks: list[Block] = [section(f"*{text}*\n{plain(shorten(reason, 1000))}")]
    if anyway or again:
        label, action = (say("Make one anyway"), ANYWAY) if anyway else (say("Try again"), RETRY)
        blocks.append(_button(label, action, job))
    return Message(f"{text} {plain(shorten(reason, 300))}", tuple(blocks))


def cancelled_message(say: Words, name: str, by: str, job: str) -> Message:
    text = say("Stopped by {who}. No guide was made from {name}.", who=f"<@{by}>", name=plain(shorten(name, 80)))
    return Message(text, (section(text), _button(say("Start again"), RETRY, job)))


def repeat_message(
    say: Words, name: str, link: str | None, job: str, *, made: bool, earlier: str | None = None, here: bool = False
) -> Message:
    """There is such a guide already, or it is being made: where it is, as far as Slack gives a link, and a button for
    other options. `earlier` names the file it is made from, where that isn't `name` too; `here`: it is in the thread
    where this is said."""
    source = plain(shorten(name, 80))
    other = plain(shorten(earlier or name, 80))
    same = say("{name} is the same file as {other}.", name=source, other=other) if other != source else ""
    where = f"<{link}|{say('Open its thread')}>" if link and not here else ""
    if not made:
        there = say("I'm already making a guide from {name} with these options.", name=other)
        where = say("The guide will be in this thread.") if here else where
    elif here:
        there = say("There's already a guide from {name} in this thread.", name=other)
    else:
        there = say("There's already a guide from {name} with these options.", name=other)
    text = say.sentences(same, there, where)
    return Message(text, (section(text), *([_button(say(AGAIN), REDO, job)] if made else [])))


def already_there(say: Words, form: str, name: str, link: str | None) -> str:
    """The guide is in the thread in this form: its file, linked as far as Slack gives a link."""
    named = f"<{link}|{name}>" if link else name
    return say("The {form} file is already in this thread: {name}.", form=form, name=named)


def thread_message(say: Words, name: str, job: str | None, unclear: str = "") -> Message:
    """What can be done in a thread that has a guide, for who has written to the app there. With `job` there is a
    button for other options; `unclear` says what of their message isn't understood. They know what is there then."""
    again = (
        "To make it again in another way, press the button or mention me with options, like {example}."
        if job
        else "To make it again in another way, mention me with options, like {example}."
    )
    text = say.sentences(
        unclear or say("There's already a guide from {name} in this thread.", name=plain(shorten(name, 80))),
        say(again, example='`@Script2Doc title="Set up the router" sources=short`'),
        *(() if unclear else (say("To make a guide from another transcript, drop it here."),)),
        say("To make changes by hand, edit the Word document."),
    )
    return Message(text, (section(text), *([_button(say(AGAIN), REDO, job)] if job else [])))


def parent_message(say: Words, name: str, asker: str) -> Message:
    """The message that a command's thread hangs on."""
    text = say("{who} asked for a guide from {name}.", who=f"<@{asker}>", name=plain(shorten(name, 80)))
    return Message(text, (section(text),))


def moved_message(say: Words, name: str, channel: str, why: str) -> Message:
    """The message that a guide's thread hangs on which can't be in the conversation where it was asked for. `why` is in
    English."""
    text = say(
        "I can't post in {channel}, so here's your guide from {name}.",
        channel=f"<#{channel}>",
        name=plain(shorten(name, 80)),
    )
    text = f"{text} ({say.told(why)})"
    return Message(text, (section(text),))


def moved_on_message(say: Words, name: str, asker: str) -> Message:
    """What is left where a guide was begun that is continued in a direct message."""
    text = say(
        "I can't post here any more. {who} gets the guide from {name} as a direct message.",
        who=f"<@{asker}>",
        name=plain(shorten(name, 80)),
    )
    return Message(text, (section(text),))


def note_message(text: str) -> Message:
    """One sentence for one person. `text` is mrkdwn."""
    return Message(text, (section(text[:2900]),))


def _button(text: str, action: str, job: str) -> ActionsBlock:
    return ActionsBlock(elements=[ButtonElement(text=text, action_id=action, value=job)])
