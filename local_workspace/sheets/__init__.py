"""Sheets v4: spreadsheets as tables of cells."""
