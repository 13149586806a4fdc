from modeltranslation.translator import TranslationOptions, register

from recommendations.models import Pledge, Recommendation


@register([Pledge, Recommendation])
class TextOptions(TranslationOptions):
    fields = ["text"]
