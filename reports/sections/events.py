"""What an event report is made of."""

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import Material as Document
from consultations.models import Statement
from consultations.outline import Outline
from reports.material import Material
from reports.sections.base import Section, paragraphs_of, written
from reports.sections.speakers import listed_speakers, other_speakers
from upr_portal.languages import OWN_NAMES
from upr_portal.templatetags.portal import with_weekday


class Programme(Section):
    """The days with what happened in which order, by the clock of the event."""

    title = gettext_lazy("Programme")
    template = "reports/sections/programme.html"

    def facts(self, section, material):
        return {"events": [self.event(event, material) for event in material.events]}

    def event(self, event, material: Material) -> dict:
        days = Outline(event).days
        return {
            "title": written(event, "title", material),
            "place": written(event, "place", material),
            "zone": event.time_zone,
            "days": [self.day(day, material) for day in days],
        }

    def day(self, day, material: Material) -> dict:
        return {
            "date": with_weekday(day.date),
            "hours": f"{day.starts:%H:%M}–{day.ends:%H:%M}",
            "theme": written(day, "theme", material),
            "items": [self.item(slot, material) for slot in day.slots()],
        }

    def item(self, slot, material: Material) -> dict:
        item, sub_topic = slot.item, slot.item.sub_topic
        questions = written(sub_topic, "questions", material) if sub_topic else None
        return {
            "time": f"{slot.starts:%H:%M}",
            "kind": item.get_kind_display(),
            "number": slot.number,
            "title": written(sub_topic or item, "title", material),
            "speakers": written(item, "speakers", material) if item.speakers_confirmed else None,
            "questions": questions,
        }


class Speakers(Section):
    """Who was registered to speak; who did not agree to be listed is counted."""

    title = gettext_lazy("Who was registered to speak")
    template = "reports/sections/speakers.html"

    def facts(self, section, material):
        return {"sub_topics": listed_speakers(material), "others": other_speakers(material)}


class UndeliveredStatements(Section):
    """What was written for the event but not said there, where its writer agreed that it is published."""

    title = gettext_lazy("Statements that could not be delivered")
    template = "reports/sections/undelivered.html"

    def facts(self, section, material):
        now = timezone.now()
        over = [event for event in material.events if event.is_over(now)]
        related = ("request__registration__region", "request__sub_topic")
        statements = Statement.objects.published().filter(request__sub_topic__event__in=over)
        found: dict[int, dict] = {}
        for statement in statements.select_related(*related):
            sub_topic = statement.request.sub_topic
            title = written(sub_topic, "title", material)
            held = found.setdefault(sub_topic.pk, {"title": title, "statements": []})
            held["statements"].append(self.statement(statement))
        return {"sub_topics": list(found.values())}

    def statement(self, statement) -> dict:
        registration = statement.request.registration
        named = registration.consents_to_listing
        return {
            "name": registration.listed_as if named else _("Without a name"),
            "language": statement.language,
            "paragraphs": paragraphs_of(statement.text),
        }


class Materials(Section):
    """What was published to be read for the event."""

    title = gettext_lazy("Documents of the event")
    template = "reports/sections/materials.html"

    def facts(self, section, material):
        documents = Document.objects.visible_to(AnonymousUser()).filter(event__in=material.events)
        documents = documents.select_related("consultation").in_order()
        return {"documents": [self.document(document) for document in documents]}

    def document(self, document) -> dict:
        return {
            "kind": document.get_kind_display(),
            "title": {"language": document.language, "text": document.title},
            "language_name": OWN_NAMES[document.language],
            "format": document.format,
            "path": document.get_absolute_url(),
        }
