"""Questionnaires that other programs wrote, read into the portal's own form; and ours, written for them."""
