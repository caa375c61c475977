"""A job's life: from what was asked for to the document in the thread."""
