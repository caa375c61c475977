"""What stands in `.env`, and what is said where it can't be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import settings
from pipeline.environment import EnvironmentFileError, environment, read_file, readable


def test_an_env_file_may_begin_with_a_mark_and_has_to_be_text(tmp_path: Path):
    file = tmp_path / ".env"
    assert read_file(file) == {}
    file.write_text("SCRIPT2DOC_PORT=1\n", encoding="utf-8-sig")
    assert read_file(file) == {"SCRIPT2DOC_PORT": "1"}
    file.write_text("SCRIPT2DOC_PORT=1\n", encoding="utf-16")
    with pytest.raises(EnvironmentFileError, match="Save it as UTF-8 text"):
        read_file(file)


def test_a_broken_line_of_an_env_file_is_told_by_its_number_and_not_shown(tmp_path: Path):
    file = tmp_path / ".env"
    file.write_text('SCRIPT2DOC_PORT=1\nSLACK_BOT_TOKEN\n\nOPENAI_API_KEY="secret\n')

    with pytest.raises(EnvironmentFileError) as caught:
        read_file(file)

    assert [problem.split(" of ")[0] for problem in caught.value.problems] == ["Line 2", "Line 4"]
    assert "secret" not in str(caught.value)


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / ".env"
    file.write_text("SCRIPT2DOC_PORT=1\nSCRIPT2DOC_HOST=::1\n")
    monkeypatch.setenv("SCRIPT2DOC_PORT", "2")

    given = environment(file)

    assert (given["SCRIPT2DOC_PORT"], given["SCRIPT2DOC_HOST"]) == ("2", "::1")


def test_the_bot_says_all_that_is_wrong_with_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / ".env").write_text("one\ntwo\n")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(settings.SettingsError) as caught:
        settings.environment()

    assert [problem[:14] for problem in caught.value.problems] == ["Line 1 of .env", "Line 2 of .env"]


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    folder = tmp_path / ".env"
    folder.mkdir()

    values, problems = readable(folder)

    assert values == {}
    assert problems == [f"{folder} is a folder, and settings are read from a file of that name. Delete the folder."]
