"""What programs may ask of recommendations, with the filters of the list (upr_portal/api, docs/api.md)."""
