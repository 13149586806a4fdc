"""By which clock the programme is read: a reader's own time zone, found by the name of a city."""

import zoneinfo
from functools import cache

from django import forms
from django.utils.translation import gettext_lazy as _


@cache
def zones() -> frozenset[str]:
    """The names that a form of zones may give."""
    return frozenset(zoneinfo.available_timezones() - {"localtime", "Factory"})


@cache
def zones_by_name() -> dict[str, str]:
    """ "africa/nairobi" and "nairobi" → "Africa/Nairobi"."""
    ordered = sorted(zones())
    cities = {
        zone.rsplit("/", 1)[-1].lower(): zone
        for zone in ordered
        if "/" in zone and not zone.startswith("Etc/")
    }
    return {**cities, **{zone.lower(): zone for zone in ordered}}


class ZoneForm(forms.Form):
    """The reader's own time zone, by the name of a city."""

    zone = forms.CharField(
        label=_("Your city or time zone"),
        max_length=60,
        required=False,
        help_text=_("For example Nairobi, or Asia/Kathmandu."),
    )

    def clean_zone(self) -> str:
        words = self.cleaned_data["zone"].strip().lower().replace(" ", "_")
        if words and words not in zones_by_name():
            raise forms.ValidationError(_("We know no time zone of this name. Try the nearest large city."))
        return zones_by_name().get(words, "")
