"""What can go wrong in the pipeline. Every message can be shown to a person as it is.

Messages say what happened and what helps, in words that hold wherever the guide is asked for. What only one place
knows, such as the name of an option or of a button, is added there, by the kind of the error.

    PipelineError
    ├── OptionError               an option that can't be used
    │   └── NoModel               a model was asked for, and none is set up
    ├── TranscriptError           the transcript can't be used
    │   ├── EmptyTranscript
    │   ├── NotATranscript
    │   ├── BrokenTranscript
    │   ├── ProtectedTranscript
    │   └── TranscriptTooLarge
    ├── TookTooLong               a stage was stopped
    ├── NoProcedure               nothing in it tells anyone to do anything
    ├── ReferenceUnavailable      one reference page can't be used; the guide is made without it
    ├── ModelError                one call to the model failed; the extractive writer takes over
    │   ├── ModelUnavailable
    │   ├── ModelBusy
    │   ├── ModelRefused
    │   ├── ModelAnswerUnusable
    │   ├── ModelNotAllowed
    │   └── BudgetExceeded
    ├── GuideUnreadable           a stored guide that this version can't read
    └── RenderError               a document couldn't be made

The docstring of a class is its default message.
"""

from __future__ import annotations

import inspect


class PipelineError(Exception):
    """Something went wrong while making the guide. Try again; if it happens again, please report it."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or inspect.cleandoc(type(self).__doc__ or "").replace("\n", " "))

    @property
    def message(self) -> str:
        """What happened and what to do, for a person."""
        return str(self.args[0])


class OptionError(PipelineError):
    """One of the options can't be used. Look at the list of options and try again."""


class NoModel(OptionError):
    """No language model is set up here. The extractive writer works without one."""


class TranscriptError(PipelineError):
    """This file can't be read as a transcript. Export it again as .vtt, .srt or .txt and try again."""


class EmptyTranscript(TranscriptError):
    """This file has no text in it. Check that the export finished, then try again."""


class NotATranscript(TranscriptError):
    """This doesn't look like a transcript. Use the file that your meeting or caption tool exported,
    such as .vtt, .srt or .txt."""


class BrokenTranscript(TranscriptError):
    """This file is damaged or cut off. Export it again and try again."""


class ProtectedTranscript(TranscriptError):
    """This file is password-protected. Save it without a password and try again."""


class TranscriptTooLarge(TranscriptError):
    """This file is too large. Split it and try again with the parts."""


class TookTooLong(PipelineError):
    """Working on this transcript took too long, so it was stopped. Split it and try again with the parts."""


class NoProcedure(PipelineError):
    """Nothing in this transcript tells anyone how to do something, so there are no steps to write."""


class ReferenceUnavailable(PipelineError):
    """This reference page couldn't be read."""


class ModelError(PipelineError):
    """The language model didn't give a usable answer."""


class ModelUnavailable(ModelError):
    """The language model couldn't be reached."""


class ModelBusy(ModelError):
    """The language model stayed over its rate limit for too long."""


class ModelRefused(ModelError):
    """The language model declined to write about this."""


class ModelAnswerUnusable(ModelError):
    """The language model's answer was cut off or wasn't in the requested format."""


class ModelNotAllowed(ModelError):
    """The language model's server rejected the key or doesn't know the model. OPENAI_API_KEY and the
    model's name need to be checked."""


class BudgetExceeded(ModelError):
    """The token limit for this job or for today has been reached."""


class GuideUnreadable(PipelineError):
    """This stored guide was made by another version and can't be read. Make it again from the transcript."""


class RenderError(PipelineError):
    """The document couldn't be made from the guide."""
