"""What can be done with reports, and with proposals that stand in them."""

from reports.actions.follow_up import keep_links, record_follow_up
from reports.actions.reports import (
    ATTEMPTS_A_TRY,
    compile_again,
    compile_report,
    create_report,
    lay_out,
    post,
    publish_report,
    take_up_again,
    write_key_issue,
    write_section,
)

__all__ = [
    "ATTEMPTS_A_TRY",
    "compile_again",
    "compile_report",
    "create_report",
    "keep_links",
    "lay_out",
    "post",
    "publish_report",
    "record_follow_up",
    "take_up_again",
    "write_key_issue",
    "write_section",
]
