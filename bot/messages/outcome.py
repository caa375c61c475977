"""How a job ended: the summary, a failure, a cancellation, and the answers to what wasn't made into a job."""

from __future__ import annotations

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot.messages.message import Message, context, count, duration, plain, section, shorten
from pipeline.guide import Guide, Level, ReferenceStatus, Step
from pipeline.render.layout import Choice, labels, parts, step_bookmark

REDO = "redo_job"
"""The action_id of the button that asks for other options; its value is the job's id."""
RETRY = "retry_job"
"""Once more with the same options; its value is the job's id."""
ANYWAY = "make_anyway"
"""Once more, although nothing looks like a procedure; its value is the job's id."""
MARKDOWN, PDF = "as_markdown", "as_pdf"
"""The same guide in another form; the value is the job's id."""
MAKE = "make_guide"
"""The action_id of the button that offers a guide of a file that may not be meant; its value is the job's id."""


def summary_message(
    guide: Guide,
    job: str,
    asker: str,
    elapsed: float,
    permalink: str | None = None,
    *,
    pdf: bool = False,
    source: str = "",
) -> Message:
    """The last edit of the progress message: what was made, what to check, and what it cost. `pdf`: whether PDF files
    can be made here; `source`: the transcript's file name, as several guides can be in a thread."""
    actions = sum(len(step.actions) for step in guide.steps)
    lines = [f"*{plain(shorten(guide.title, 150))}*"]
    document = f"<{permalink}|your Word document>" if permalink else "your Word document"
    lines.append(
        f"<@{asker}>, {document} is in this thread: {count(len(parts(guide)), 'step')} with "
        f"{count(actions, 'instruction')}."
    )
    lines.append(_confidence(guide))
    blocks: list[Block] = [section("\n".join(lines))]
    if to_check := _to_check(guide):
        blocks.append(section(to_check))
    if pages := _references(guide):
        blocks.append(section(pages))
    if guide.making.note or guide.without_model:
        blocks.append(section(_without_model(guide)))
    blocks.append(context("  ·  ".join(_cost(guide, elapsed, source))))
    buttons = [("Make it again with other options", REDO), ("Markdown", MARKDOWN), *([("PDF", PDF)] if pdf else [])]
    blocks.append(ActionsBlock(elements=[ButtonElement(text=t, action_id=a, value=job) for t, a in buttons]))
    text = f"The guide “{plain(shorten(guide.title, 100))}” is ready: {count(len(parts(guide)), 'step')}."
    return Message(text, tuple(blocks))


def _confidence(guide: Guide) -> str:
    levels = [_level(part) for part in parts(guide)]
    said = [f"{level} for {count(levels.count(level), 'step')}" for level in Level if level in levels]
    return f"Confidence: {', '.join(said)}."


def _level(part: Step | Choice) -> Level:
    """A choice is one step for the reader, so it is as sure as the least sure step of its options."""
    steps = [part] if isinstance(part, Step) else [step for option in part.options for step in option.steps]
    return max((step.confidence.level for step in steps), key=list(Level).index)


def _to_check(guide: Guide) -> str:
    """The first few things that a person should look at, and how many more there are."""
    found = guide.to_check
    if not found:
        return ""
    marked = "marked with a comment" if len(found) == 1 else "marked with comments"
    lines = [f"*{count(len(found), 'thing')} to check before you share it*, {marked} in the document:"]
    called = _called(guide)
    for step, action, finding in found[:5]:
        where = f"Step {called[step]}.{action}" if action else f"Step {called[step]}"
        lines.append(f"•  {where}: {plain(shorten(finding.message, 200))}")
    if len(found) > 5:
        lines.append(f"•  … and {len(found) - 5} more")
    return "\n".join(lines)


def _called(guide: Guide) -> dict[int, str]:
    """How the document calls each step, by its number."""
    called = labels(guide)
    return {step.number: called[step_bookmark(step)] for step in guide.steps}


def _references(guide: Guide) -> str:
    """What became of the reference pages; those of which the same is to be said share a line."""
    silent = {ReferenceStatus.USED: "used", ReferenceStatus.UNUSED: "read, but not needed"}
    said: dict[str, list[str]] = {}
    for page in guide.references:
        name = f"<{plain(page.url)}|{plain(shorten(page.title or page.url, 80))}>"
        became = plain(shorten(page.reason or silent.get(page.status, "couldn't be read"), 150))
        said.setdefault(became, []).append(name)
    lines = [f"•  {', '.join(names)}: {became}" for became, names in said.items()]
    return "\n".join(["*Reference pages*", *lines])[:2900] if lines else ""


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


def _cost(guide: Guide, elapsed: float, source: str) -> list[str]:
    words = count(guide.origin.words, "word")
    read = f"{words} read from {plain(shorten(source, 80))}" if source else f"{words} read"
    facts = [f"Made in {duration(elapsed)}", read]
    usage = guide.making.usage
    if usage.tokens:
        about = "≈" if usage.estimated else ""
        facts.append(
            f"{plain(guide.making.model or 'model')}: {count(usage.calls, 'call')}, {about}{usage.tokens:,} tokens"
        )
        facts.append(f"{about}${usage.cost:.4f}" if usage.cost is not None else "price unknown")
    else:
        facts.append("no language model was used")
    return facts


def failure_message(name: str, reason: str, job: str, *, anyway: bool = False) -> Message:
    """What happened, to what, and what to do. `anyway` offers a guide although nothing looks like a procedure."""
    text = f"I couldn't make a guide from {plain(shorten(name, 80))}."
    blocks: list[Block] = [section(f"*{text}*\n{plain(shorten(reason, 1000))}")]
    button = ("Make one anyway", ANYWAY) if anyway else ("Try again", RETRY)
    blocks.append(ActionsBlock(elements=[ButtonElement(text=button[0], action_id=button[1], value=job)]))
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
    """For a dropped file that may be a transcript: a button, instead of a guide nobody asked for."""
    text = f"Is {plain(shorten(name, 80))} a transcript? {plain(shorten(reason, 300))}"
    button = ButtonElement(text="Make a guide from it", action_id=MAKE, value=job, style="primary")
    return Message(text, (section(text), ActionsBlock(elements=[button])))


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
