"""What the package offers to others, and its version."""

from __future__ import annotations

import tomllib

import pytest

import pipeline
from tests.conftest import FIXTURES


def test_the_version_is_that_of_the_project():
    project = tomllib.loads((FIXTURES.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert pipeline.__version__ == project["version"]


def test_the_public_names():
    assert pipeline.__all__ == ["Guide", "GuideOptions", "Limits", "PipelineError", "__version__"]
    assert all(hasattr(pipeline, name) for name in pipeline.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = pipeline.nothing
