"""make redos: whether any regular expression of the app takes time that grows faster than its text.

Files come from strangers, and a pattern that runs can't be interrupted by other tasks: a small file could stop the
whole bot. `patterns` finds every pattern of the two packages and `uses` how it is used, `pumps` makes texts that suit
it badly, `growth` measures them, `children` does so in processes that end when a pattern doesn't, and `bounded` lists
those patterns that only ever get short texts. `possessive` finds what old versions of Python match wrongly.
"""
