"""Who may do what with recommendations. Everybody may read them: they stand in public documents."""


def can_import(user) -> bool:
    """Moderators import documents and take imports back."""
    return user.is_authenticated and user.is_moderator


def can_judge(user) -> bool:
    """Moderators decide which recommendations repeat others, and confirm action categories."""
    return user.is_authenticated and user.is_moderator


def can_record_position(user) -> bool:
    """Moderators record what a State answered, and split what it answered in parts."""
    return user.is_authenticated and user.is_moderator
