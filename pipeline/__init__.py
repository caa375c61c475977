"""Transcript and options in, guide and document out; knows nothing of Slack."""
