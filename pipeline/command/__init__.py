"""What `python -m pipeline` is made of.

`arguments` says what can be asked, and `misunderstood` what is said of other words; `inputs` knows what to read, and
`outputs` where each guide goes. `making` makes the guides, `targets` and `replacing` write them, `insisting` is
`--writer model`, `stopping` handles Ctrl-C, and `advice` words errors for a terminal.

Nothing is imported here. Each module loads what it needs when it needs it, so that `--help` is fast.
"""
