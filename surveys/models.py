from django.db import models


class Survey(models.Model):
    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
