"""Spreadsheets: written from a plain description, read in a capped child. Owns openpyxl."""
