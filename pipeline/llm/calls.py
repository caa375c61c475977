"""One question to the model, with the form of its answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pipeline.cache import cache_key

BYTES_PER_TOKEN = 4.0
"""Bytes of UTF-8 for each token, with OpenAI's vocabularies: four letters of English, and a little more than one
Chinese character. It is calibrated by what servers report."""


LEAST_EFFORT = "none"
"""Writing down what was said needs no reasoning."""


def size(text: str) -> int:
    """A text's bytes in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True)
class Call:
    """One question, with the form of its answer."""

    kind: str
    """ "outline", "step", "judge" or "repair". It is also the schema's name."""
    model: str
    system: str
    """What is always the same comes first, so that the server's prompt cache can help."""
    user: str
    schema: Mapping[str, Any]
    """A JSON schema for OpenAI's strict mode."""
    max_output_tokens: int
    prompt: str
    """The version of its prompt, so that a raised one asks anew. Empty for what isn't kept."""
    label: str = ""
    """For the log: "step 3"."""
    temperature: float = 0.0
    effort: str = LEAST_EFFORT
    """How much a model that reasons should reason: one of EFFORTS."""

    @cached_property
    def size(self) -> int:
        """The bytes of everything that the server counts as input."""
        return size(self.system) + size(self.user) + size(json.dumps(self.schema)) + 40

    @cached_property
    def words(self) -> int:
        """The words between spaces of its two texts."""
        return len(self.system.split()) + len(self.user.split())

    @cached_property
    def key(self) -> str:
        """The key of the answer in a cache, from everything that decides it."""
        return cache_key(
            self.kind,
            prompt=self.prompt,
            model=self.model,
            system=self.system,
            user=self.user,
            schema=self.schema,
            max_output_tokens=self.max_output_tokens,
            temperature=self.temperature,
            effort=self.effort,
        )


class NoAnswerInside(ValueError):
    """There is no JSON in an answer, or none that was asked for."""
