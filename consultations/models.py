from django.db import models


class Consultation(models.Model):
    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)


class SubTopic(models.Model):
    title = models.CharField(max_length=200)
