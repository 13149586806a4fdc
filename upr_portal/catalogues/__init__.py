"""Message catalogues without GNU gettext: Babel finds the marked strings, polib writes the files.

Why: docs/decisions/0002-message-catalogues.md. Used by `manage.py messages`.
"""
