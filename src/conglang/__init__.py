"""Cổng Làng: the information system of a commune."""
