"""What programs may ask of consultations (upr_portal/api, docs/api.md): what the public pages show."""
