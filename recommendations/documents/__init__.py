"""Readers of real documents: each gives checked rows with the source's own words, and saves nothing."""
