"""The app on readers' phones: one for a province, for the communes that its reader chose."""
