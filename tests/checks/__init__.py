"""Measures the checks of drafts: how often they are right when they speak, and how often they are silent when they
shouldn't be.

`material` reads what somebody wrote who hadn't read the checks (`tests/fixtures/checks`), `verdicts` puts it through
them, and `python -m tests.checks` (`make checks`) prints the figures.
"""
