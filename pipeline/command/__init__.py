"""What `python -m pipeline` is made of.

`arguments` says what can be asked, `inputs` what is to be read, `outputs` where each guide goes; `making` makes them,
`replacing` writes them, `stopping` hears Ctrl-C, and `advice` puts what went wrong in a terminal's terms.

Nothing is imported here: each module loads what it needs when it needs it, so that `--help` comes at once.
"""
