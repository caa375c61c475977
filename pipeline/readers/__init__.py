"""Bytes -> Transcript: one module for a family of formats, and the detection."""
