"""Learns which sentences tell what is done from labelled recordings, for what the rules of a language don't find."""
