"""Who may do what with recommendations. Everybody may read them: they stand in public documents."""


def can_import(user) -> bool:
    """Moderators import documents and take imports back."""
    return user.is_authenticated and user.is_moderator
