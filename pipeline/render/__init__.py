"""Guide -> bytes of a document.

`formats` makes the one that is asked for. For Word, go on with `docx`. `template` or `blank_document` gives the
document to fill, with the styles of `look`; `placeholders` fills in what a template asks for. `front_matter`, `steps`
and `back_matter` write into it with a `Pen`. `docx_package` finishes the file. The other formats are `markdown` and
`pdf`. All of them use `guide_phrases` (what is said), `marks` (where it comes from) and `localization` (in which
language).

Nothing is imported here, since these modules load libraries that an idle process doesn't need.
"""
