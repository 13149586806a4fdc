"""The doors of the recommendations: public pages, and the pages on which moderators import documents."""
