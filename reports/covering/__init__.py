"""How far the answers cover the articles of regulations: a page, and a workbook to file."""
