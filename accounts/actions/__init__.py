"""What can be done with people and organisations."""

from accounts.actions.organisations import (
    join_organisation,
    leave_organisation,
    propose_organisation,
    refuse_organisation,
    verify_organisation,
)
from accounts.actions.people import (
    add_second_factor,
    change_roles,
    change_settings,
    create_person,
    delete_account,
)

__all__ = [
    "add_second_factor",
    "change_roles",
    "change_settings",
    "create_person",
    "delete_account",
    "join_organisation",
    "leave_organisation",
    "propose_organisation",
    "refuse_organisation",
    "verify_organisation",
]
