"""Learns where sentences end from punctuated transcripts, for speech without punctuation."""
