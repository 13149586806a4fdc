from modeltranslation.translator import TranslationOptions, register

from recommendations.models import Pledge, Recommendation


@register(Recommendation)
class RecommendationTranslation(TranslationOptions):
    fields = ["text"]


@register(Pledge)
class PledgeTranslation(TranslationOptions):
    fields = ["text"]
