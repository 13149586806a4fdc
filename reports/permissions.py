"""Who may write, compile and publish reports. Who may see them is `Report.objects.visible_to`."""


def can_compile(user, report) -> bool:
    """Moderators, as long as the report has not been replaced by a newer one."""
    return user.is_authenticated and user.is_moderator and not report.is_superseded


def can_compose(user, report) -> bool:
    """Write its sections and texts: moderators, as long as it is a draft or in review."""
    return user.is_authenticated and user.is_moderator and report.is_writable


def can_see_publishing(user) -> bool:
    """Where a report stands, its checks and comments; and every step but publishing: moderators."""
    return user.is_authenticated and user.is_moderator


def can_publish(user, report) -> bool:
    """Moderators, once it is approved; a report is not shown before its consultation is."""
    told = report.told_consultation
    is_told_too_early = told is not None and told.is_draft
    return user.is_authenticated and user.is_moderator and report.is_approved and not is_told_too_early


def can_share(user) -> bool:
    """Make links of a report that is not public yet, revoke them, set its embargo: moderators."""
    return user.is_authenticated and user.is_moderator


def can_follow(user) -> bool:
    """Link a proposal onward and record what became of it: moderators."""
    return user.is_authenticated and user.is_moderator


def can_work_on_material(user) -> bool:
    """Moderators read, take excerpts and group them. Answers are in it only once their survey is closed."""
    return user.is_authenticated and user.is_moderator


def can_make(user) -> bool:
    """Moderators."""
    return user.is_authenticated and user.is_moderator


def can_tell(user, report) -> bool:
    """Write to those who took part: moderators, once the report of a consultation or event is published."""
    is_current = report.is_public and not report.is_superseded
    return user.is_authenticated and user.is_moderator and is_current and report.told_consultation is not None
