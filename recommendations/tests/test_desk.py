"""The desk's page of one recommendation."""

import pytest
from django.urls import reverse

from recommendations.tests.factories import RecommendationFactory


@pytest.mark.django_db
def test_the_page_does_not_offer_every_other_recommendation(client_of, moderator):
    one, other = RecommendationFactory(), RecommendationFactory()

    address = reverse("admin:recommendations_recommendation_change", args=[one.pk])
    page = client_of(moderator).get(address).content.decode()

    assert 'name="repeats"' in page
    assert str(other) not in page
