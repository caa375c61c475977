"""What a person can ask for, and what the operator allows. Values are validated when they are created."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import OptionError
from pipeline.languages import code_of

OF_ONE_RECORDING = ("title", "recording")
"""The options that can't be for several transcripts."""
MAX_STEPS = 40
WORDS_OF_A_STEP = 800
"""In a long recording. Up to 15 steps of it, no more are needed."""
"""No guide has more steps, whoever asks."""


class Tone(StrEnum):
    """How the guide speaks to its reader."""

    NEUTRAL = "neutral"
    FRIENDLY = "friendly"
    FORMAL = "formal"


class WriterChoice(StrEnum):
    """Who writes the steps. `auto` means the model, if one is configured."""

    AUTO = "auto"
    MODEL = "model"
    EXTRACTIVE = "extractive"


class SourcesForm(StrEnum):
    """How a document lists what was said."""

    FULL = "full"
    SHORT = "short"
    """The times alone."""


class Secrets(StrEnum):
    """What becomes of passwords, keys, PINs and card numbers that were said aloud."""

    MASK = "mask"
    KEEP = "keep"


class Paper(StrEnum):
    """The size of the document's pages."""

    A4 = "a4"
    LETTER = "letter"


_RANGE = re.compile(r"(\d{1,3})\s{0,9}(?:-|–|—|to|bis)\s{0,9}(\d{1,3})")
"""A number of steps such as 8-12."""
_LETTER = re.compile(r"us[ -]?letter", re.IGNORECASE)
_CHOICES: dict[str, type[StrEnum]] = {
    "tone": Tone,
    "writer": WriterChoice,
    "paper": Paper,
    "sources": SourcesForm,
    "secrets": Secrets,
}


class WrongKind(OptionError):
    """An option isn't of its type. Only a program can give such a one, so it is told in English."""


@dataclass(frozen=True)
class GuideOptions:
    """Everything a person can ask for. Raises OptionError when it is created with a value that can't be used."""

    title: str | None = None
    """The guide's title. None: it is taken from the transcript."""
    audience: str | None = None
    """Who will follow the guide, in a few words."""
    tone: Tone = Tone.NEUTRAL
    language: str | None = None
    """ISO 639-1 code of the guide's language. None: the transcript's."""
    steps: int | None = None
    """How many steps to aim at. None: as many as the content needs."""
    min_steps: int = 3
    max_steps: int = 15
    urls: tuple[str, ...] = ()
    """Reference pages, http or https."""
    recording: str | None = None
    """The recording's address, which the time stamps link to."""
    glossary: tuple[str, ...] = ()
    """Names to spell exactly like this."""
    writer: WriterChoice = WriterChoice.AUTO
    paper: Paper = Paper.A4
    sources: SourcesForm = SourcesForm.FULL
    secrets: Secrets = Secrets.MASK
    anyway: bool = False
    """Make a guide even if nothing looks like a procedure, or the text doesn't look like a transcript."""

    def __post_init__(self) -> None:
        self._check_kinds()
        for name, longest in (("title", 200), ("audience", 200)):
            value = getattr(self, name)
            if value is not None:
                value = " ".join(value.split())
                object.__setattr__(self, name, value or None)
                if len(value) > longest:
                    raise OptionError(f"“{name}” can have at most {longest} characters; this one has {len(value)}.")
        if self.language is not None and not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", self.language):
            raise OptionError(f"“{self.language}” isn't a language code. Use one like en, de or ja.")
        for name in ("steps", "min_steps", "max_steps"):
            value = getattr(self, name)
            if value is not None and not 1 <= value <= MAX_STEPS:
                raise OptionError(f"“{name}” must be from 1 to {MAX_STEPS}, not {value}.")
        if self.steps is not None:
            object.__setattr__(self, "min_steps", min(self.min_steps, self.steps))
            object.__setattr__(self, "max_steps", max(self.max_steps, self.steps))
        if self.min_steps > self.max_steps:
            raise OptionError(
                f"A guide can't have at least {self.min_steps} steps and at most {self.max_steps}. Put the smaller "
                "number first, such as 8-12."
            )
        object.__setattr__(self, "urls", tuple(dict.fromkeys(check_url(url) for url in self.urls)))
        if self.recording is not None:
            object.__setattr__(self, "recording", check_url(self.recording))
        if len(self.glossary) > 200 or any(len(name) > 100 for name in self.glossary):
            raise OptionError(
                "A glossary can have at most 200 names of at most 100 characters each. Remove some, or shorten them."
            )

    def _check_kinds(self) -> None:
        """A program may give what its types don't allow. Raises OptionError."""
        for name, choices in _CHOICES.items():
            object.__setattr__(self, name, _chosen(name, choices, getattr(self, name)))
        for name in ("title", "audience", "language", "recording"):
            if not isinstance(getattr(self, name), str | None):
                raise WrongKind(f"“{name}” must be text, not {getattr(self, name)!r}.")
        for name in ("steps", "min_steps", "max_steps"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int if name != "steps" else int | None):
                raise WrongKind(f"“{name}” must be a number from 1 to {MAX_STEPS}, not {value!r}.")
        for name in ("urls", "glossary"):
            value = getattr(self, name)
            if not isinstance(value, tuple | list) or not all(isinstance(each, str) for each in value):
                raise WrongKind(f"“{name}” must be a tuple of texts, not {value!r}.")
            object.__setattr__(self, name, tuple(value))
        if not isinstance(self.anyway, bool):
            raise WrongKind(f"“anyway” must be True or False, not {self.anyway!r}.")

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[str, str]], **more: Any) -> GuideOptions:
        """Options from pairs of key and value, as in a slash command. The last of several values wins, but all `url`
        values count, and each can be several with commas or blanks between them. Raises OptionError, which names the
        key and what it takes."""
        values: dict[str, Any] = dict(more)
        for key, text in pairs:
            name = {"url": "urls", "names": "glossary"}.get(key.lower(), key.lower())
            text = text.strip()
            match name:
                case "urls":
                    values["urls"] = (*values.get("urls", ()), *re.split(r"(?<![\s,])[\s,]++(?=https?://)", text))
                case "glossary":
                    values["glossary"] = tuple(part.strip() for part in text.split(",") if part.strip())
                case "steps" if found := _RANGE.fullmatch(text):
                    values |= {"min_steps": int(found[1]), "max_steps": int(found[2]), "steps": None}
                case "steps" | "min_steps" | "max_steps":
                    if not text.isascii() or not text.isdigit():
                        raise OptionError(
                            f"“{key}” takes a number from 1 to {MAX_STEPS} or a range such as 8-12, not “{text}”."
                            if name == "steps"
                            else f"“{key}” must be from 1 to {MAX_STEPS}, not {text}."
                        )
                    values[name] = int(text)
                case "paper" if _LETTER.fullmatch(text):
                    values[name] = Paper.LETTER
                case "tone" | "writer" | "paper" | "sources" | "secrets":
                    values[name] = _chosen(key, _CHOICES[name], text)
                case "anyway":
                    if text.lower() not in ("yes", "no", "true", "false"):
                        raise OptionError(f"“{key}” must be yes or no, not “{text}”.")
                    values[name] = text.lower() in ("yes", "true")
                case "language":
                    values[name] = language_code(text)
                case "title" | "audience" | "recording":
                    values[name] = text
                case _:
                    known = "title, audience, tone, language, steps, url, recording, glossary, writer, paper, sources"
                    meant = _meant(key, text)
                    raise OptionError(
                        f"There is no option “{key}”. " + (meant or f"The options are: {known}, secrets.")
                    )
        return cls(**values)

    def named_by(self, keys: Iterable[str]) -> dict[str, Any]:
        """What of these options was named by keys such as "tone" or "url", as JSON values, also where that is the
        default."""
        names = {"url": "urls", "names": "glossary"}
        made = self.to_dict()
        for key in keys:
            name = names.get(key.lower(), key.lower())
            if name not in made and hasattr(self, name):
                value = getattr(self, name)
                made[name] = value.value if isinstance(value, StrEnum) else value
        return made

    @property
    def wanted_steps(self) -> str:
        """How many steps were asked for, as a person writes it: "8", "8-12", or nothing."""
        if self.steps is not None:
            return str(self.steps)
        bounds = (self.min_steps, self.max_steps)
        return "" if bounds == (GuideOptions.min_steps, GuideOptions.max_steps) else f"{bounds[0]}-{bounds[1]}"

    def most_steps(self, words: int) -> int:
        """The most steps of a guide for a recording with so many words: as asked for, or more for a long one."""
        return self.max_steps if self.wanted_steps else max(self.max_steps, min(MAX_STEPS, words // WORDS_OF_A_STEP))

    def to_dict(self) -> dict[str, Any]:
        """The options that differ from their defaults, as JSON values."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        defaults = {f.name: f.default for f in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else value.value if isinstance(value, StrEnum) else value
            for name, value in values.items()
            if value != defaults[name]
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> GuideOptions:
        """Makes options from what `to_dict` gave. Raises OptionError for anything unknown."""
        known = {f.name for f in fields(cls)}
        if unknown := set(values) - known:
            raise OptionError(f"There is no option “{min(unknown)}”.")
        made: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
        }
        return cls(**made)

    def but(self, **changes: Any) -> GuideOptions:
        """The same options with some of them changed."""
        return replace(self, **changes)


def _chosen(name: str, choices: type[StrEnum], value: object) -> StrEnum:
    """The choice that is meant. Raises OptionError."""
    try:
        return choices(str(value).lower())
    except ValueError:
        raise OptionError(f"“{name}” must be one of {', '.join(choices)}, not “{value}”.") from None


def _meant(key: str, text: str) -> str:
    """What may be meant by a misspelled option and its value; nothing if no option is like it."""
    close = difflib.get_close_matches(key.lower(), (*GuideOptions.__dataclass_fields__, "url", "names"), n=1)
    if not close:
        return ""
    value = f'"{text[:100]}"' if " " in text else text[:100]
    option = f"{close[0]}={value}"
    return f"Did you mean {option}?"


def language_code(text: str) -> str:
    """The code of a language that is named, or given as a code. Raises OptionError for anything else."""
    if found := code_of(text):
        return found
    if text and not re.fullmatch(r"[A-Za-z]{2,3}(?>(?:-[A-Za-z0-9]{2,8})*)", text):
        raise OptionError(f"“{text[:60]}” isn't a language that I know. Use a name or a code, like German or de.")
    return text.lower()


@dataclass(frozen=True)
class Limits:
    """What the operator allows for one job. Each limit is checked before the work that it limits."""

    transcript_bytes: int = 20_000_000
    transcript_words: int = 200_000
    urls: int = 10
    page_bytes: int = 5_000_000
    """The bytes of one reference page, after decompression."""
    fetch_seconds: float = 10.0
    """For a server to send a page, and as long again for reading it."""
    reference_wait: float = 3.0
    """Seconds from the start of a job until the steps stop waiting for reference pages."""
    computing_seconds: float = 60.0
    """For each stage that works on the whole of a transcript without a model. The longest transcript takes eight."""
    job_tokens: int = 400_000
    """Input and output tokens of all model calls of one job."""
    allowed_ports: tuple[int, ...] = (80, 443)
    allow_private_hosts: tuple[str, ...] = field(default=())
    """Hosts that may be fetched although their addresses aren't public, such as a company's own wiki."""


def check_url(url: str) -> str:
    """The URL without blanks and Slack's angle brackets around it. Raises OptionError unless it is http or https, has a
    host and has no password."""
    url = url.strip().strip("<>").split("|")[0]
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        parts, host = None, None
    if parts is None or parts.scheme not in ("http", "https") or not host or len(url) > 2000:
        raise OptionError(f"“{url[:100]}” isn't a web address. It has to start with https:// or http://.")
    if parts.username or parts.password:
        raise OptionError("Addresses with a user name or password in them aren't allowed. Use one without.")
    return url
