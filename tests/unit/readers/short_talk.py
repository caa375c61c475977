"""A talk of two people that tests print in many shapes."""

from __future__ import annotations

JANE, JOHN = "Jane Doe", "John Roe"
TALK = [
    (2, JANE, "Welcome everyone, today we create the weekly report."),
    (8, JOHN, "Thanks, I've never done that before."),
    (12, JANE, "Open the settings page and click on Reports."),
    (19, JOHN, "Which of the two entries do you mean?"),
    (24, JANE, "Take the second one in that menu."),
    (33, JOHN, "And who can see the report?"),
]
"""(seconds, speaker, text)."""
SPOKEN = [(speaker, text) for _, speaker, text in TALK]
