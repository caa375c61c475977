"""Word, OpenDocument, PDF, HTML and RTF -> text, in a process with limits that is killed when it takes too long."""
