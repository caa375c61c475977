"""What the package offers to others, and its version."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tomllib
from pathlib import Path

import docx
import pytest

import pipeline
from tests.conftest import FIXTURES, HANG_SECONDS, SAMPLES
from tests.loopback.model_server import ModelServer

ROOT = FIXTURES.parents[1]


def test_the_version_is_that_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert pipeline.__version__ == project["version"]


def test_the_public_names():
    assert pipeline.__all__ == [
        *("Client", "Document", "Fetcher", "Guide", "GuideOptions", "Limits", "ModelError", "ModelSettings"),
        *("NoProcedure", "OptionError", "Paper", "PipelineError", "RenderError", "Secrets", "Sniff", "SourcesForm"),
        *(
            "Step",
            "Tone",
            "Tools",
            "Transcript",
            "TranscriptError",
            "Utterance",
            "Verdict",
            "WriterChoice",
            "__version__",
        ),
        *("make_document", "make_guide", "read_transcript", "render_as", "sniff"),
    ]
    assert all(getattr(pipeline, name).__name__ == name for name in pipeline.__all__ if name != "__version__")
    assert set(pipeline.__all__) <= set(dir(pipeline))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = pipeline.nothing


@pytest.mark.parametrize("with_model", [False, True])
async def test_the_program_in_the_readme(tmp_path: Path, with_model: bool):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [program] = re.findall(r"^```python\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    samples = tmp_path / "bot" / "playground"
    samples.mkdir(parents=True)
    (samples / "samples").symlink_to(SAMPLES)
    async with ModelServer() as model:
        env = {**os.environ, "PYTHONPATH": str(ROOT), **(model.env if with_model else {})}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", program), cwd=tmp_path, env=env, stderr=asyncio.subprocess.PIPE
        )
        _, errors = await asyncio.wait_for(process.communicate(), HANG_SECONDS)
        assert (process.returncode, errors) == (0, b"")
        assert bool(model.of("step")) is with_model
    title = docx.Document(str(tmp_path / "create-api-token.docx")).paragraphs[0].text
    assert with_model or title == "Create an API token in the Cloudflare dashboard"


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "tests/benchmarks/RESULTS.md"])
def test_each_table_has_its_rows_on_lines_of_their_own(page: str):
    lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if re.search(r"\|\s?:?-{2,}:?\s?\|", line)]
    assert rules or page == "CONTRIBUTING.md"
    assert all(re.fullmatch(r"\s*\|(?: ?:?-{2,}:? ?\|)+", line) for line in rules)
