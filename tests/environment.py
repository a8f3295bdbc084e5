"""The environment that the tests run in; loaded before Django's settings are."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hive.settings")
os.environ["HIVE_ENV_FILE"] = os.devnull
os.environ.setdefault("HIVE_DEMO", "1")
os.environ.setdefault("HIVE_SECRET_KEY", "a-key-for-tests-only")
os.environ.setdefault("HIVE_ALLOWED_HOSTS", "localhost,127.0.0.1,testserver")
os.environ.setdefault("HIVE_SITE_ORIGIN", "http://localhost:8000")
os.environ.setdefault("HIVE_STATIC_MANIFEST", "0")
# Tests are refused pages by the thousand; what breaks is an error.
os.environ.setdefault("HIVE_LOG_LEVEL", "ERROR")
# Playwright keeps a loop in the main thread of browser tests; their database calls are our own.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
