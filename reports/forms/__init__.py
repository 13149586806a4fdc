"""What comes in."""

from reports.forms.compiling import CompileForm
from reports.forms.follow_up import FollowUpForm, LinksForm

__all__ = ["CompileForm", "FollowUpForm", "LinksForm"]
