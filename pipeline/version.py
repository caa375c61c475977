"""The version of Script2Doc."""

VERSION = "0.3.0"
"""The same as in pyproject.toml: an ordinary checkout isn't installed, so nothing else could be asked."""
