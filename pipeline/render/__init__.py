"""Guide -> bytes of a document.

`docx` is the way in for Word: `template` or `base` give the document to be filled, in the styles of `look`; `opening`,
`steps` and `closing` write on it with what `pen` holds; `package` seals it. `markdown` and `pdf` are the other forms.
`facts`, `marks` and `words` are what all of them say, where it was said, and in which language.

Nothing is imported here: the modules load what an idle process never needs.
"""
