"""The rules on roles that need all rows of a person."""

from django.db import migrations

from hive.banks import guards


class Migration(migrations.Migration):
    dependencies = [("banks", "0001_initial")]

    operations = [migrations.RunPython(guards.install, guards.remove)]
