from django.db import models


class Review(models.Model):
    state = models.ForeignKey("reference.State", models.PROTECT, related_name="reviews")
    session = models.ForeignKey("reference.UprSession", models.PROTECT, related_name="reviews")


class Recommendation(models.Model):
    review = models.ForeignKey(Review, models.PROTECT, related_name="recommendations")
    text = models.TextField()
