"""What the measurements share: an installation of their own, and the report."""
