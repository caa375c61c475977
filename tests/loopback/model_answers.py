"""Answers of a model without wits that can read: made from the numbered utterances in a request, always the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pipeline.prompts.answers import read_ids

OWN = re.compile(r"^\[(\d+)\] (.*)$", re.M)
SHOWN = re.compile(r"^(?:\[(\d+)\]|\((\d+)\)) (.*)$", re.M)


@dataclass(frozen=True)
class Asked:
    """A request as a model reads it."""

    kind: str
    """The schema's name: "outline", "step", "judge", "repair", "check"; "" where none is given."""
    step: int | None
    """The number of the step to write."""
    own: Mapping[int, str]
    """The utterances with their speakers: all of an outline's, or those of the step."""
    shown: Mapping[int, str]
    """All utterances in the request."""
    user: str
    schema: Mapping[str, Any] = field(default_factory=dict)

    @property
    def passages(self) -> tuple[str, ...]:
        return tuple(re.findall(r"^(p\d+)(?: \(.*\))?$", self.user, re.M))


def read_request(body: Mapping[str, Any]) -> Asked:
    """What is asked, from the request's body; the kind also where the schema stands in the words of the prompt."""
    system = "\n".join(m["content"] for m in body["messages"] if m["role"] in ("system", "developer"))
    user = "\n".join(m["content"] for m in body["messages"] if m["role"] == "user")
    form = (body.get("response_format") or {}).get("json_schema") or {}
    kind, schema = form.get("name", ""), form.get("schema", {})
    if not kind and (named := re.search(r"follows the JSON schema “(\w+)”: (\{.*)", system)):
        kind, schema = named[1], json.JSONDecoder().raw_decode(named[2])[0]
    step = re.search(r"^THE STEP TO WRITE: (\d+)\.", user, re.M)
    own = {int(n): text for n, text in OWN.findall(user)}
    if listed := re.search(r"^ITS UTTERANCES: (.*)$", user, re.M):
        ids = read_ids(listed[1], 1, 10**6)
        own = {number: text for number, text in own.items() if number in ids}
    return Asked(
        kind=kind,
        step=int(step[1]) if step else None,
        own=own,
        shown={int(a or b): text for a, b, text in SHOWN.findall(user)},
        user=user,
        schema=schema,
    )


def made_up(asked: Asked, steps: int) -> dict[str, Any]:
    """A plausible answer to any of Script2Doc's questions; an outline has about `steps` steps."""
    match asked.kind:
        case "outline":
            return outline(asked, steps)
        case "step" | "repair":
            return step(asked)
        case "judge":
            return {"differing": []}
        case "revise" | "walkthrough":
            return {"drop": "", "edits": []}
        case _:
            return dict.fromkeys(asked.schema.get("properties", ["ready"]), True)


def outline(asked: Asked, steps: int) -> dict[str, Any]:
    """Steps that cover the utterances in groups of equal size, each named after what is said first in it."""
    ids = sorted(asked.own)
    planned = re.search(r"^ALREADY PLANNED.*", asked.user, re.M | re.S)
    groups = min(steps, len(ids))
    bounds = [len(ids) * k // groups for k in range(groups + 1)] if groups else [0]
    parts = [ids[a:b] for a, b in pairwise(bounds)]
    if planned:
        done = {int(n) for line in planned[0].splitlines()[1:] for n in re.findall(r"\d+", line.rpartition(": ")[2])}
        parts = [part for part in parts if not done & set(part)]
    cited = [f"{part[0]}-{part[-1]}" for part in parts]
    if len(cited) > 1 and not planned:
        half = (bounds[0] + bounds[1]) // 2
        if ids[half] != parts[0][-1]:  # ids in two ranges, as real answers have them
            cited[0] = f"{parts[0][0]}-{ids[half]}, {ids[half] + 1}-{parts[0][-1]}"
    named = [f"{title(asked.own[part[0]])} | {each}" for part, each in zip(parts, cited, strict=True)]
    if not ids:
        return no_steps("There are no utterances.", "Nothing")
    about = title(max(asked.own.values(), key=len))
    return {**no_steps("", about), "no_procedure": None, "steps": named}


def no_steps(reason: str, title: str) -> dict[str, Any]:
    """An outline that finds nothing to do, and says why."""
    return {
        "no_procedure": reason,
        "names": [],
        "steps": [],
        "title": title,
        "about": None,
        "audience": None,
        "choices": [],
        "prerequisites": [],
    }


def as_objects(steps: list[str]) -> list[dict[str, Any]]:
    """The steps of an outline as objects, as a model writes them that isn't held to lines."""
    parts = (line.split(" | ") for line in steps)
    return [{"title": title, "utterances": cited, "way": None, "when": None} for title, cited in parts]


def step(asked: Asked) -> dict[str, Any]:
    """An action for each of the step's first utterances, in its own words."""
    translated = "source_instruction" in json.dumps(asked.schema)
    actions: list[dict[str, Any]] = []
    for number, text in list(asked.own.items())[:6]:
        said = words(text)
        action = {"instruction": said, "source_instruction": said, "code": None, "expected": None}
        if not translated:
            del action["source_instruction"]
        actions.append({**action, "utterances": str(number), **({"passages": []} if asked.passages else {})})
    planned = re.search(r"^THE STEP TO WRITE: \d+\. (.*)$", asked.user, re.M)
    found = {"title": planned[1] if planned else "Step", "goal": None, "actions": actions, "cautions": []}
    return {**found, "missing": [], "mended": []}


def title(text: str) -> str:
    """The first words of what was said, as a title."""
    first = words(text).split()[:7]
    return " ".join(first).strip(" .,;:?!") or "Step"


def words(text: str) -> str:
    """What was said, without the speaker, cut to about a sentence."""
    said = re.sub(r"^[^:.?!]{1,40}: ", "", text)
    cut = re.split(r"(?<=[.?!]) ", said)[0] if len(said) > 160 else said
    return cut if len(cut) <= 400 else cut[:400].rsplit(" ", 1)[0]
