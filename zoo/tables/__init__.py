"""Specs and records as tables: they return what Rich prints, and print nothing themselves."""
