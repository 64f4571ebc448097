"""Specs and records as tables that Rich can print; nothing here prints."""
