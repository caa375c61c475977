"""How a job ended: the summary, a failure, a cancellation, and the answers to what wasn't made into a job."""

from __future__ import annotations

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.messages.message import Message, context, count, duration, plain, section, sections, shorten
from pipeline.guide import Guide, Level, ReferenceStatus, WriterKind
from pipeline.options import GuideOptions, Paper, SourcesForm, Tone, WriterChoice
from pipeline.prompts import language_name
from pipeline.render.gaps import gaps_of_guide, gaps_of_step
from pipeline.render.guide_phrases import checks, extract, short_place_name
from pipeline.render.layout import in_order, labels, parts, step_bookmark
from pipeline.render.localization import words
from pipeline.render.marks import Marks
from pipeline.render.text import on_one_line

REDO = "redo_job"
"""The action_id of the button that asks for other options; its value is the job's id."""
RETRY = "retry_job"
"""Once more with the same options; its value is the job's id."""
ANYWAY = "make_anyway"
"""Once more, although nothing looks like a procedure; its value is the job's id."""
MARKDOWN, PDF = "as_markdown", "as_pdf"
"""The same guide in another form; the value is the job's id."""
MOST_LINES = 5
"""Of what to check, the message shows so many lines; the document has all."""
LONGEST_LINK_CHARACTERS = 500
"""A longer address is shown without a link."""
ALL_MEDIUM = "*Confidence*: medium at most, since it was written without a language model"
NAMES_CHARACTERS = 2000
"""The names of the pages of which the same is said are counted beyond these."""
MAKE = "make_guide"
"""The action_id of the button that offers a guide of a file that may not be meant; its value is the job's id."""


def summary_message(
    guide: Guide,
    job: str,
    elapsed: float,
    permalink: str | None = None,
    *,
    pdf: bool = False,
    source: str = "",
    options: GuideOptions | None = None,
) -> Message:
    """The last edit of the progress message: what was made, and what to check and to do next. `pdf`: whether PDF files
    can be made here; `source`: the transcript's file name, and `options` what was asked for, as several guides can be
    in a thread."""
    actions = sum(len(step.actions) for step in guide.steps)
    lines = [f"*{plain(shorten(guide.title, 150))}*"]
    document = f"<{permalink}|The Word document>" if permalink else "The Word document"
    lines.append(
        f"{document} is in this thread: {count(len(parts(guide)), 'step')} with {count(actions, 'instruction')}."
    )
    if extract_only := extract(words("en"), guide):
        lines.append(plain(extract_only))
    if hidden := len(guide.origin.secrets):
        lines.append(
            f"{count(hidden, 'secret')} said aloud {'is' if hidden == 1 else 'are'} masked. To show what was said, "
            "make it again with `secrets=keep`."
        )
    lines.append(_next(guide))
    blocks: list[Block] = [section("\n".join(lines))]
    blocks += sections(_unsure(guide))
    blocks += sections(_to_check(guide))
    blocks += sections(_references(guide))
    if guide.making.note or guide.without_model:
        blocks.append(section(_without_model(guide)))
    blocks.append(context("  ·  ".join(_made(guide, elapsed, source))))
    if options and (asked := _asked_for(options)):
        blocks.append(context(f"Options: {asked}"))
    buttons = [("Make it again with other options", REDO), ("Markdown", MARKDOWN), *([("PDF", PDF)] if pdf else [])]
    blocks.append(ActionsBlock(elements=[ButtonElement(text=t, action_id=a, value=job) for t, a in buttons]))
    text = f"The guide “{plain(shorten(guide.title, 100))}” is ready: {count(len(parts(guide)), 'step')}."
    return Message(text, tuple(blocks))


def announcement_message(guide: Guide, asker: str, permalink: str | None = None) -> Message:
    """What tells a person that their guide is there: an edit of the progress message notifies nobody."""
    title = plain(shorten(guide.title, 100))
    title = f"<{permalink}|{title}>" if permalink else f"“{title}”"
    if lines := len(list(checks(guide))):
        todo = f"{count(lines, 'line')} to check before you pass it on."
    elif gaps := _gaps(guide):
        todo = f"{count(gaps, 'point')} to fill in before you pass it on: the recording doesn't say."
    else:
        todo = "Read it once before you pass it on."
    text = f"<@{asker}>, your guide is ready: {title}, {count(len(parts(guide)), 'step')}.\n{todo}"
    return Message(text, (section(text),))


def _next(guide: Guide) -> str:
    """What to do with the document."""
    if guide.to_check:
        return "Check the lines below before you pass it on."
    if gaps := _gaps(guide):
        return f"Before you pass it on, fill in what the recording doesn't say: {count(gaps, 'point')} in the document."
    return "Read it once before you pass it on."


def _gaps(guide: Guide) -> int:
    """How many things the document asks somebody to fill in."""
    return len(gaps_of_guide(guide)) + sum(len(gaps_of_step(guide, step)) for step in guide.steps)


def _unsure(guide: Guide) -> list[str]:
    """The parts that aren't sure, and why. Of the others there is nothing to say. Without a model no part is sure, so
    that is said once, and those follow that are less sure than the rest."""
    called = labels(guide)
    without_model = guide.making.writer is WriterKind.EXTRACTIVE
    listed = (Level.LOW,) if without_model else (Level.LOW, Level.MEDIUM)
    unsure = [step for step in in_order(guide) if step.confidence.level in listed]
    lines = []
    for step in unsure:
        why = plain(shorten(step.confidence.reason, 150))
        lines.append(f"•  Step {called[step_bookmark(step)]}: {step.confidence.level}" + (f" ({why})" if why else ""))
    if without_model:
        return _first(lines, ALL_MEDIUM) or [ALL_MEDIUM]
    return _first(lines, "*Confidence*")


def _to_check(guide: Guide) -> list[str]:
    """The first few lines that a person should look at, with their times, and how many more there are."""
    called, marks = labels(guide), Marks(guide)
    lines = []
    for place, text, citations, finding in checks(guide):
        timed = next((marks[each] for each in citations if each in marks and marks[each].timed), None)
        time = f", {f'<{plain(timed.url)}|{timed.label}>' if timed.url else timed.label}" if timed else ""
        quote = plain(shorten(on_one_line(text), 100))
        lines.append(
            f"•  Step {short_place_name(called, place)}{time}, “{quote}”: {plain(shorten(finding.message, 200))}"
        )
    marked = "marked with a comment" if len(lines) == 1 else "marked with comments"
    return _first(lines, f"*{count(len(lines), 'line')} to check*, {marked} in the document")


def _first(lines: list[str], heading: str) -> list[str]:
    """The heading and the first of these lines, with how many more there are. Nothing for no lines."""
    if not lines:
        return []
    more = [f"•  … and {len(lines) - MOST_LINES} more"] if len(lines) > MOST_LINES else []
    return [heading, *lines[:MOST_LINES], *more]


def _called(guide: Guide) -> dict[int, str]:
    """How the document calls each step, by its number."""
    called = labels(guide)
    return {step.number: called[step_bookmark(step)] for step in guide.steps}


def _references(guide: Guide) -> list[str]:
    """What became of the reference pages; those of which the same is to be said share a line."""
    silent = {ReferenceStatus.USED: "used", ReferenceStatus.UNUSED: "read, but not needed"}
    said: dict[str, list[str]] = {}
    for page in guide.references:
        name = plain(shorten(page.title or page.url, 80))
        name = f"<{plain(page.url)}|{name}>" if len(plain(page.url)) <= LONGEST_LINK_CHARACTERS else name
        became = plain(shorten(page.reason or silent.get(page.status, "couldn't be read"), 150))
        said.setdefault(became, []).append(name)
    lines = [f"•  {_some(names)}: {became}" for became, names in said.items()]
    return ["*Reference pages*", *lines] if lines else []


def _some(names: list[str]) -> str:
    """The first of these names, and how many more there are."""
    shown = [
        name for n, name in enumerate(names) if n < MOST_LINES and len(", ".join(names[: n + 1])) <= NAMES_CHARACTERS
    ]
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    return ", ".join(shown) + more


def _without_model(guide: Guide) -> str:
    said = [plain(guide.making.note)] if guide.making.note else []
    called = _called(guide)
    if numbers := [called[number] for number in guide.without_model]:
        steps = (
            f"Step {numbers[0]} was" if len(numbers) == 1 else f"Steps {', '.join(numbers[:-1])} and {numbers[-1]} were"
        )
        reasons = {step.fallback for step in guide.steps if step.fallback} - {guide.making.note}
        said.append(
            f"{steps} written without the model. {plain(shorten(' '.join(sorted(filter(None, reasons))), 300))}"
        )
    return "\n".join(said).strip()


def _made(guide: Guide, elapsed: float, source: str) -> list[str]:
    by = plain(guide.making.model or "") if guide.making.usage.tokens else ""
    words = count(guide.origin.words, "word")
    return [
        f"Made in {duration(elapsed)}",
        f"{words} read from {plain(shorten(source, 80))}" if source else f"{words} read",
        f"written by {by}" if by else "no language model was used",
    ]


def _asked_for(options: GuideOptions) -> str:
    """What tells this guide from others of the same recording; nothing if nothing was asked for. The title stands above
    it anyway."""
    asked = [
        f"for {plain(shorten(options.audience, 80))}" if options.audience else "",
        f"{options.tone} tone" if options.tone is not Tone.NEUTRAL else "",
        language_name(options.language) if options.language else "",
        f"{wanted} step{'' if wanted == '1' else 's'}" if (wanted := options.wanted_steps) else "",
        count(len(options.urls), "reference page") if options.urls else "",
        "no model" if options.writer is WriterChoice.EXTRACTIVE else "",
        "sources as times" if options.sources is SourcesForm.SHORT else "",
        f"{options.paper} paper" if options.paper is not Paper.A4 else "",
    ]
    return ", ".join(filter(None, asked))


def failure_message(name: str, reason: str, job: str, *, anyway: bool = False, again: bool = True) -> Message:
    """What happened, to what, and what to do. `anyway` offers a guide although nothing looks like a procedure; `again`
    offers to try the same again, where that can help."""
    text = f"I couldn't make a guide from {plain(shorten(name, 80))}."
    blocks: list[Block] = [section(f"*{text}*\n{plain(shorten(reason, 1000))}")]
    if anyway or again:
        label, action = ("Make one anyway", ANYWAY) if anyway else ("Try again", RETRY)
        blocks.append(ActionsBlock(elements=[ButtonElement(text=label, action_id=action, value=job)]))
    return Message(f"{text} {plain(shorten(reason, 300))}", tuple(blocks))


def cancelled_message(name: str, by: str, job: str) -> Message:
    text = f"Stopped by <@{by}>. No guide was made from {plain(shorten(name, 80))}."
    again = ActionsBlock(elements=[ButtonElement(text="Start again", action_id=RETRY, value=job)])
    return Message(text, (section(text), again))


def repeat_message(name: str, link: str | None, job: str, *, made: bool) -> Message:
    """There is such a guide already, or it is being made: where it is, as far as Slack gives a link, and a button for
    other options."""
    source = plain(shorten(name, 80))
    where = f" <{link}|Open its thread>" if link else ""
    if not made:
        text = f"I'm already making a guide from {source} with these options.{where}"
        return Message(text, (section(text),))
    text = f"There's already a guide from {source} with these options.{where}"
    button = ButtonElement(text="Make it again with other options", action_id=REDO, value=job)
    return Message(text, (section(text), ActionsBlock(elements=[button])))


def already_there(form: str, name: str, link: str | None) -> str:
    """The guide is in the thread in this form: its file, linked as far as Slack gives a link."""
    named = f"<{link}|{name}>" if link else name
    return f"The {form} is already in this thread: {named}."


def offer_message(name: str, reason: str, job: str) -> Message:
    """For a dropped file that may be a transcript, or looks like one (then there is no `reason` to doubt) and comes
    from another app: a button, instead of a guide nobody asked for."""
    text = f"Is {plain(shorten(name, 80))} a transcript? {plain(shorten(reason, 300))}"
    if not reason:
        text = f"I can make a step-by-step guide from {plain(shorten(name, 80))}."
    button = ButtonElement(text="Make a guide from it", action_id=MAKE, value=job, style="primary")
    return Message(text, (section(text), ActionsBlock(elements=[button])))


def thread_message(name: str, job: str | None) -> Message:
    """What can be done in a thread that has a guide, for who has written to the app there. With `job` there is a
    button for other options."""
    button = ", press the button or mention me with options" if job else ", mention me with options"
    text = (
        f"There's already a guide from {plain(shorten(name, 80))} in this thread. To make it again in another way"
        f'{button}, like `@Script2Doc title="Set up the router" sources=short`. To make a guide from another '
        "transcript, drop it here. To make changes by hand, edit the Word document."
    )
    if job is None:
        return Message(text, (section(text),))
    again = ButtonElement(text="Make it again with other options", action_id=REDO, value=job)
    return Message(text, (section(text), ActionsBlock(elements=[again])))


def parent_message(name: str, asker: str) -> Message:
    """The message that a command's thread hangs on."""
    text = f"<@{asker}> asked for a guide from {plain(shorten(name, 80))}."
    return Message(text, (section(text),))


def moved_message(name: str, channel: str, why: str) -> Message:
    """The message that a guide's thread hangs on which can't be in the conversation where it was asked for."""
    text = f"I can't post in <#{channel}>, so here's your guide from {plain(shorten(name, 80))}. ({why})"
    return Message(text, (section(text),))


def moved_on_message(name: str, asker: str) -> Message:
    """What is left where a guide was begun that is continued in a direct message."""
    text = f"I can't post here any more. <@{asker}> gets the guide from {plain(shorten(name, 80))} as a direct message."
    return Message(text, (section(text),))


def note_message(text: str) -> Message:
    """One sentence for one person. `text` is mrkdwn."""
    return Message(text, (section(text[:2900]),))
