import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='OutboxMail',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('event', models.CharField(max_length=200, verbose_name='event')),
                ('template', models.CharField(max_length=100, verbose_name='template')),
                ('recipient', models.EmailField(max_length=254, verbose_name='recipient')),
                ('subject', models.CharField(max_length=250, verbose_name='subject')),
                ('body', models.TextField(verbose_name='text')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('due_at', models.DateTimeField(verbose_name='next try')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('leased_until', models.DateTimeField(blank=True, null=True, verbose_name='being sent until')),
                ('last_error', models.CharField(blank=True, max_length=250, verbose_name='last error')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'ordering': ['-created_at'],
                'indexes': [models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['due_at'], name='mail_to_send')],
                'constraints': [models.UniqueConstraint(fields=('event', 'template', 'recipient'), name='one_mail_per_event_and_person')],
            },
        ),
        migrations.CreateModel(
            name='DigestLine',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('event', models.CharField(max_length=200, verbose_name='event')),
                ('recipient', models.EmailField(max_length=254, verbose_name='recipient')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('text', models.CharField(max_length=250, verbose_name='text')),
                ('link', models.CharField(max_length=300, verbose_name='link')),
                ('written_at', models.DateTimeField(verbose_name='written')),
                ('mail', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='post.outboxmail')),
            ],
            options={
                'verbose_name': 'line of a digest',
                'verbose_name_plural': 'lines of digests',
                'ordering': ['written_at'],
                'indexes': [models.Index(condition=models.Q(('mail__isnull', True)), fields=['written_at'], name='digest_to_write')],
                'constraints': [models.UniqueConstraint(fields=('event', 'recipient'), name='one_line_per_event_and_person')],
            },
        ),
    ]
