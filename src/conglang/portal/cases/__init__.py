"""What citizens send to their commune, and what everybody may read of it."""
