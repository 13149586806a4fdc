"""Who people are, how we write to them, what they did."""

from accounts.models.audit import AuditEntry
from accounts.models.letters import Letter
from accounts.models.organisations import Organisation
from accounts.models.people import User

__all__ = ["AuditEntry", "Letter", "Organisation", "User"]
