import django.db.models.deletion
import reports.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('assessments', '0001_initial'),
        ('banks', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('revision', models.PositiveSmallIntegerField(default=1, verbose_name='revision')),
                ('cohort_digest', models.CharField(max_length=64, verbose_name='cohort digest')),
                ('prepared_at', models.DateTimeField(verbose_name='prepared')),
                ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='released')),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='assessments.cycle', verbose_name='cycle')),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'publication',
                'verbose_name_plural': 'publications',
                'ordering': ['-cycle__year', '-revision'],
                'constraints': [models.UniqueConstraint(fields=('cycle', 'revision'), name='one_publication_per_revision'), models.CheckConstraint(condition=models.Q(('released_by__isnull', True), models.Q(('prepared_by', models.F('released_by')), _negated=True), _connector='OR'), name='preparer_does_not_release', violation_error_message='Whoever prepares a publication cannot release it.'), models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', True), ('released_by__isnull', True)), models.Q(('released_at__isnull', False), ('released_by__isnull', False)), _connector='OR'), name='release_has_person_and_time', violation_error_message='A release has a person and a time.')],
            },
        ),
        migrations.CreateModel(
            name='DownloadRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('company', models.CharField(max_length=120, verbose_name='company')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('phone', models.TextField(blank=True, verbose_name='phone, encrypted')),
                ('consent_version', models.CharField(max_length=20, verbose_name='version of the notice')),
                ('consented_at', models.DateTimeField(verbose_name='consented')),
                ('shares_with_partner', models.BooleanField(default=False, verbose_name='shared with the partner')),
                ('wants_news', models.BooleanField(default=False, verbose_name='wants news')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.publication')),
            ],
            options={
                'verbose_name': 'download request',
                'verbose_name_plural': 'download requests',
                'constraints': [models.CheckConstraint(condition=models.Q(('consent_version', ''), _negated=True), name='no_request_without_consent', violation_error_message='Consent is needed.')],
            },
        ),
        migrations.CreateModel(
            name='PublishedGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=120, verbose_name='code')),
                ('place', models.PositiveSmallIntegerField(verbose_name='place')),
                ('kinds', models.JSONField(verbose_name='kinds of bank')),
                ('asset_bands', models.JSONField(verbose_name='asset bands')),
                ('n', models.PositiveSmallIntegerField(verbose_name='banks')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='reports.publishedgroup')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='reports.publication')),
            ],
            options={
                'verbose_name': 'group',
                'verbose_name_plural': 'groups',
                'ordering': ['place'],
                'constraints': [models.UniqueConstraint(fields=('publication', 'code'), name='one_group_per_code')],
            },
        ),
        migrations.CreateModel(
            name='CohortMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counted', models.BooleanField(default=True, verbose_name='in the statistics')),
                ('verification_code', models.CharField(default=reports.models.verification_code, max_length=32, unique=True)),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.submissionsnapshot')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.submission')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='reports.publication')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='members', to='reports.publishedgroup')),
            ],
            options={
                'verbose_name': 'member of the cohort',
                'verbose_name_plural': 'members of the cohort',
                'constraints': [models.UniqueConstraint(fields=('publication', 'submission'), name='one_place_per_submission')],
            },
        ),
        migrations.CreateModel(
            name='PublishedRatio',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=40, verbose_name='question')),
                ('lower_quartile_band', models.PositiveSmallIntegerField(null=True)),
                ('median_band', models.PositiveSmallIntegerField(null=True)),
                ('upper_quartile_band', models.PositiveSmallIntegerField(null=True)),
                ('withheld', models.CharField(blank=True, max_length=30, verbose_name='why withheld')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratios', to='reports.publishedgroup')),
            ],
            options={
                'verbose_name': 'key ratio',
                'verbose_name_plural': 'key ratios',
                'constraints': [models.UniqueConstraint(fields=('group', 'question'), name='one_ratio_per_question')],
            },
        ),
        migrations.CreateModel(
            name='PublishedStatistic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('node', models.CharField(max_length=40, verbose_name='node')),
                ('n', models.PositiveSmallIntegerField(null=True, verbose_name='banks')),
                ('mean', models.DecimalField(decimal_places=2, max_digits=7, null=True, verbose_name='mean')),
                ('lower_quartile', models.DecimalField(decimal_places=2, max_digits=7, null=True, verbose_name='lower quartile')),
                ('median', models.DecimalField(decimal_places=2, max_digits=7, null=True, verbose_name='median')),
                ('upper_quartile', models.DecimalField(decimal_places=2, max_digits=7, null=True, verbose_name='upper quartile')),
                ('withheld', models.CharField(blank=True, max_length=30, verbose_name='why withheld')),
                ('spread', models.JSONField(blank=True, default=list, verbose_name='banks by band')),
                ('spread_withheld', models.CharField(blank=True, max_length=30, verbose_name='why banks by band are withheld')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statistics', to='reports.publishedgroup')),
            ],
            options={
                'verbose_name': 'statistic',
                'verbose_name_plural': 'statistics',
                'constraints': [models.UniqueConstraint(fields=('group', 'node'), name='one_statistic_per_node'), models.CheckConstraint(condition=models.Q(models.Q(('lower_quartile__isnull', False), ('mean__isnull', False), ('median__isnull', False), ('n__isnull', False), ('upper_quartile__isnull', False), ('withheld', '')), models.Q(models.Q(('withheld', ''), _negated=True), ('lower_quartile__isnull', True), ('mean__isnull', True), ('median__isnull', True), ('n__isnull', True), ('upper_quartile__isnull', True)), _connector='OR'), name='a_figure_is_told_or_withheld', violation_error_message='A figure is either told in full or withheld.'), models.CheckConstraint(condition=models.Q(models.Q(('spread_withheld', ''), models.Q(('spread', []), _negated=True)), models.Q(models.Q(('spread_withheld', ''), _negated=True), ('spread', [])), _connector='OR'), name='a_spread_is_told_or_withheld', violation_error_message='A figure is either told in full or withheld.')],
            },
        ),
        migrations.CreateModel(
            name='ScorecardFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('language', models.CharField(choices=[('zh', '中文'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('ready', 'Ready'), ('failed', 'Failed'), ('replaced', 'Replaced by a newer publication')], default='waiting', max_length=8, verbose_name='state')),
                ('due_at', models.DateTimeField(verbose_name='next attempt')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('lease', models.CharField(blank=True, max_length=32)),
                ('leased_until', models.DateTimeField(blank=True, null=True, verbose_name='being prepared until')),
                ('fault', models.CharField(blank=True, max_length=100, verbose_name='last fault')),
                ('inputs', models.CharField(blank=True, max_length=64)),
                ('stored_name', models.CharField(blank=True, max_length=100)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('size', models.PositiveIntegerField(default=0, verbose_name='bytes')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.publication')),
                ('snapshot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.submissionsnapshot')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.submission')),
            ],
            options={
                'verbose_name': 'prepared scorecard',
                'verbose_name_plural': 'prepared scorecards',
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='scorecard_to_prepare')],
                'constraints': [models.UniqueConstraint(fields=('publication', 'submission', 'language'), name='one_scorecard_per_publication_and_language'), models.CheckConstraint(condition=models.Q(models.Q(('snapshot__isnull', False), ('state', 'ready'), models.Q(('stored_name', ''), _negated=True), models.Q(('sha256', ''), _negated=True), models.Q(('inputs', ''), _negated=True)), models.Q(('state__in', ['waiting', 'failed', 'replaced']), ('stored_name', '')), _connector='OR'), name='ready_scorecards_have_a_file', violation_error_message='A scorecard has a file when it is ready, and only then.'), models.CheckConstraint(condition=models.Q(models.Q(('lease', ''), ('leased_until__isnull', True)), models.Q(('leased_until__isnull', False), ('state', 'waiting'), models.Q(('lease', ''), _negated=True)), _connector='OR'), name='waiting_scorecards_are_leased', violation_error_message='Only a scorecard that waits is being prepared.')],
            },
        ),
    ]
