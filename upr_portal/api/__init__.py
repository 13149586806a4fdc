"""The public interface for programs, version 1: read only (docs/api.md). Each app brings its operations.

It gives what the pages give and nothing else, asks nobody who they are, and only grows: what stands in an
app's `schemas` and `asked` keeps its name and its meaning.
"""
