"""Reference URLs -> passages that a step may cite."""
