"""Guide -> bytes of a document."""
