"""What programs may ask of reports (upr_portal/api, docs/api.md): what the public pages show."""
