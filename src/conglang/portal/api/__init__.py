"""The open data of a site: read only, the same declarations for addresses, checks and description."""
