"""What the app's own conversation shows before anything is dropped there: a greeting, prompts, and what they bring."""

from __future__ import annotations

from dataclasses import dataclass

from bot.messages.language import ENGLISH, Words
from bot.messages.message import UNSEEN, Message, section, shorten

FORMATS = "What can I drop here?"
SOURCES = "How do I get a transcript?"
LATEST = "Show my latest guides"
ASKED = (FORMATS, SOURCES, LATEST)
"""The prompts that are questions. manifest.yml has the same ones in English, for before the app has said anything."""
DROP = "Drop a transcript here and I'll make a guide from it."
MORE = "For more, type `/script2doc help`."


@dataclass(frozen=True)
class Seen:
    """A transcript that somebody looks at in Slack, beside the conversation with the app."""

    name: str
    link: str
    """Of its message."""


def greeting_message(say: Words) -> Message:
    """What somebody reads who opens the conversation for the first time."""
    text = say.sentences(say("I turn transcripts into step-by-step guides in Word."), say(DROP), say(MORE))
    return Message(text, (section(text),))


def prompts_title(say: Words) -> str:
    """What stands above the prompts."""
    return say(DROP)


def prompts(say: Words, seen: Seen | None = None) -> list[dict[str, str]]:
    """At most four, each with the title that is shown and the message that it sends for the person."""
    made = [{"title": say(text), "message": say(text)} for text in ASKED]
    if seen is None:
        return made
    name = shorten(UNSEEN.sub("", seen.name), 60)
    offer = "Make a guide from {name}"
    return [{"title": say(offer, name=name), "message": say(offer, name=seen.link)}, *made]


def asked_in(say: Words, text: str) -> str | None:
    """Which of the prompts a message is, in its writer's language or in English; None for any other message."""
    said = " ".join(text.split()).casefold()
    return next((each for each in ASKED for words in (say, ENGLISH) if words(each).casefold() == said), None)


def answer_message(say: Words, asked: str) -> Message:
    """The answer to FORMATS or SOURCES."""
    if asked == FORMATS:
        lines = [
            say(
                "I read captions (.vtt, .srt), text with times or speakers (.txt, .md), Word, PDF, tables, JSON, and "
                "ZIP archives that have one of these in them."
            ),
            say("Clips that are recorded in Slack bring their own transcript: drop the clip itself."),
        ]
    else:
        lines = [
            say("Zoom, Teams, Google Meet and most meeting tools let you download it next to the recording."),
            say("On YouTube, copy the transcript that is shown below the video into a .txt file."),
            say("Clips that are recorded in Slack bring their own transcript: drop the clip itself."),
        ]
    text = "\n".join(f"•  {line}" for line in lines)
    return Message("\n".join(lines), (section(text), section(say(DROP))))
