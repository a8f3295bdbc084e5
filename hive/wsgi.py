"""The web server's way in."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from hive.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hive.settings")

application = get_wsgi_application()
# Whatever answers requests is loaded before the first of them, and stays.
import_module(settings.ROOT_URLCONF)
settle()
