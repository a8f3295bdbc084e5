"""The Hive Model in plain Python: no framework, no files, no clock."""
