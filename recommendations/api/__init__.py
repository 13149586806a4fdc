"""The public interface for programs, version 1: read only, with the filters of the list (docs/api.md).

It gives what the pages give and nothing else, asks nobody who they are, and only grows: what stands in
`schemas` and `asked` keeps its name and its meaning.
"""
