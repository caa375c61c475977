"""Transcript -> the same transcript with the secrets that were said aloud masked: passwords, keys, PINs, card numbers.

`cues` are the words that announce a secret, by kind and language; `shapes` tell a secret from an ordinary word,
`phrases` one of several words from what is said `about` one;
`finding` puts both together; `masking` puts a mask in its place.
"""

from __future__ import annotations

from pipeline.secrets.masking import masked, noted, shown

__all__ = ["masked", "noted", "shown"]
