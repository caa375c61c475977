"""A spoken command ends where the English around it goes on, and where that can't be told, none is shown as code."""

from __future__ import annotations

import pytest

from pipeline.options import GuideOptions
from pipeline.speech.literals import is_bare_command
from tests.unit.extractive_guides import make, transcript


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Type in git fetch in the terminal.", "git fetch"),
        ("Run npm audit in your working copy.", "npm audit"),
        ("Run npm install from the command line.", "npm install"),
        ("Execute docker compose pull on the build machine.", "docker compose pull"),
        ("Run docker compose up -d on web01.", "docker compose up -d"),
        ("Run make check in /srv/app.", "make check"),
        ("Run cargo test --all from there.", "cargo test --all"),
        ("Run python manage.py migrate once.", "python manage.py migrate"),
        ("Run sudo apt upgrade again, it takes a while.", "sudo apt upgrade"),
        ("Run kubectl get nodes to see if they are ready.", "kubectl get nodes"),
        ("Run conda activate lab before you go on.", "conda activate lab"),
        ('Run git commit -m "first draft" in that folder.', 'git commit -m "first draft"'),
        ("Run git push origin main.", "git push origin main"),
        ("Run npm run build and then you copy the folder.", "npm run build"),
    ],
)
def test_what_belongs_to_the_sentence_is_not_in_the_command(said: str, code: str) -> None:
    assert _codes(said) == [code]


@pytest.mark.parametrize(
    "said",
    [
        "Run pip install from the requirements file.",
        "Run git add the changed files.",
        "Run cd into the project.",
        "Run make with four jobs.",
        "Run sudo apt install nginx as root.",
        "Run git commit -m first draft.",
        "Type cd space projects.",
        "Run pip install flask version two.",
        "Run git commands in the terminal.",
        "Run docker build into the registry -q.",
        "We do six as well.",
        "We do top-up identities.",
    ],
)
def test_a_command_whose_end_cannot_be_told_is_left_in_its_sentence(said: str) -> None:
    assert _codes(said) == []


def test_a_sentence_around_a_command_is_no_command() -> None:
    assert is_bare_command("docker compose up -d")
    assert not is_bare_command("docker compose up -d on server two")


def test_where_a_command_is_run_stays_in_the_line() -> None:
    _, _, drafts = make(transcript("Open the lid.", "Run cargo test --all from there."), GuideOptions(anyway=True))
    assert drafts[-1].actions[-1].instruction == "Run cargo test --all from there."


def _codes(said: str) -> list[str]:
    _, _, drafts = make(transcript("Open the settings.", said, "Click Cancel."), GuideOptions(anyway=True))
    return [action.code for draft in drafts for action in draft.actions if action.code]
