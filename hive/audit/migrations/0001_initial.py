import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditCheckpoint',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name='number')),
                ('mac', models.CharField(max_length=64)),
                ('older_than', models.DateTimeField(verbose_name='purged what was older than')),
                ('made_at', models.DateTimeField(verbose_name='purged')),
                ('signature', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'checkpoint',
                'verbose_name_plural': 'checkpoints',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='time')),
                ('actor', models.UUIDField(null=True, verbose_name='person')),
                ('actor_label', models.CharField(blank=True, max_length=254, verbose_name="person's e-mail")),
                ('verb', models.CharField(max_length=64, verbose_name='act')),
                ('subject_type', models.CharField(max_length=64, verbose_name='kind of subject')),
                ('subject', models.CharField(blank=True, max_length=64, verbose_name='subject')),
                ('bank', models.UUIDField(null=True, verbose_name='bank')),
                ('result', models.CharField(choices=[('done', 'Done'), ('denied', 'Denied'), ('failed', 'Failed')], default='done', max_length=8, verbose_name='result')),
                ('detail', models.JSONField(default=dict, verbose_name='detail')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['subject_type', 'subject'], name='event_by_subject'), models.Index(fields=['bank', '-id'], name='event_by_bank'), models.Index(fields=['actor_label', '-id'], name='event_by_person'), models.Index(fields=['verb', '-id'], name='event_by_act'), models.Index(fields=['at'], name='event_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('result__in', ['done', 'denied', 'failed'])), name='event_result_is_known', violation_error_message='An event ends as done, denied or failed.')],
            },
        ),
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name='number')),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('sealed_at', models.DateTimeField(verbose_name='sealed')),
                ('mac', models.CharField(max_length=64, unique=True)),
                ('event', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='seal', to='audit.event')),
            ],
            options={
                'verbose_name': 'seal',
                'verbose_name_plural': 'seals',
                'ordering': ['number'],
            },
        ),
    ]
