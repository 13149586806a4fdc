"""The UPR's own vocabulary. Owned by the reference team; fields named here are relied on by the apps above."""

from django.db import models


class RegionalGroup(models.Model):
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)


class State(models.Model):
    iso3 = models.CharField(max_length=3, unique=True)
    name = models.CharField(max_length=200)
    regional_group = models.ForeignKey(RegionalGroup, models.PROTECT, null=True, blank=True, related_name="states")


class Cycle(models.Model):
    number = models.PositiveSmallIntegerField(unique=True)


class UprSession(models.Model):
    number = models.PositiveSmallIntegerField(unique=True)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="sessions")


class Theme(models.Model):
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)


class PersonsGroup(models.Model):
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)


class Goal(models.Model):
    number = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=500)


class Target(models.Model):
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="targets")
    code = models.CharField(max_length=10, unique=True)
    name = models.TextField()
