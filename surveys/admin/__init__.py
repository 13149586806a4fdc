"""The desk for surveys."""

from surveys.admin import making, people

__all__ = ["making", "people"]
