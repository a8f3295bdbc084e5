"""Nobody has roles at banks and at the alliance at once."""

from django.db import migrations

from hive.banks import sides


class Migration(migrations.Migration):
    dependencies = [("banks", "0001_initial")]

    operations = [migrations.RunPython(sides.install, sides.remove)]
