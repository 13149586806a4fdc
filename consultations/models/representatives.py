"""What somebody is called who is not named: whom they represent, by the kind that they registered as."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation

REPRESENTATIVES = {
    Organisation.Kind.NHRI: _("A representative of a national human rights institution"),
    Organisation.Kind.PARLIAMENT: _("A representative of a parliament"),
    Organisation.Kind.UN: _("A representative of a UN agency"),
    Organisation.Kind.MINISTRY: _("A representative of a State"),
}


def representative(kind: str) -> str:
    """Lazy, so that the same row reads in each language; all other kinds are civil society."""
    return REPRESENTATIVES.get(kind, _("A civil-society representative"))
