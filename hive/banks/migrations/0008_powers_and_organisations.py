"""People of the alliance have an organisation, and one power each."""

from django.conf import settings
from django.db import migrations, models

from hive.banks import powers, sides


def name_organisations(apps, schema_editor):
    """Whoever was at the alliance before is its own employee, unless the account says whose."""
    ours = settings.HIVE_ALLIANCE_NAME["zh"]
    for membership in apps.get_model("banks", "Membership").objects.filter(bank=None):
        membership.organisation = membership.user.organisation or ours
        membership.save(update_fields=["organisation"])
    for invitation in apps.get_model("banks", "Invitation").objects.filter(bank=None):
        invitation.organisation = ours
        invitation.save(update_fields=["organisation"])


class Migration(migrations.Migration):

    dependencies = [
        ('banks', '0007_unused_accounts'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='organisation',
            field=models.CharField(blank=True, help_text='For roles at the alliance: who employs the person.', max_length=120, verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='membership',
            name='organisation',
            field=models.CharField(blank=True, help_text='For roles at the alliance: who employs the person.', max_length=120, verbose_name='organisation'),
        ),
        migrations.RunPython(name_organisations, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation', ''), ('role__in', ('coordinator', 'contributor', 'approver', 'executive'))), models.Q(models.Q(('role__in', ('analyst', 'lead_analyst', 'administrator', 'auditor'))), models.Q(('organisation', ''), _negated=True)), _connector='OR'), name='organisation_of_invited_roles', violation_error_message='A role at the alliance needs the organisation; a role at a bank has none but the bank.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation', ''), ('role__in', ('coordinator', 'contributor', 'approver', 'executive'))), models.Q(models.Q(('role__in', ('analyst', 'lead_analyst', 'administrator', 'auditor'))), models.Q(('organisation', ''), _negated=True)), _connector='OR'), name='organisation_of_alliance_roles', violation_error_message='A role at the alliance needs the organisation; a role at a bank has none but the bank.'),
        ),
        migrations.RemoveField(
            model_name='user',
            name='organisation',
        ),
        # SQLite makes the table anew for all this, and loses what hung on it.
        migrations.RunPython(sides.install, migrations.RunPython.noop),
        migrations.RunPython(powers.install, powers.remove),
    ]
