import django.db.models.deletion
import hive.core.model
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='code')),
                ('name_en', models.CharField(max_length=200, verbose_name='name (English)')),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('locked', 'Locked'), ('retired', 'Retired')], default='draft', max_length=8, verbose_name='state')),
                ('status', models.CharField(max_length=20, verbose_name='provenance')),
                ('rules', models.JSONField(verbose_name='rules')),
                ('digest', models.CharField(max_length=64, verbose_name='digest')),
                ('loaded_at', models.DateTimeField(auto_now=True, verbose_name='loaded')),
            ],
            options={
                'verbose_name': 'edition',
                'verbose_name_plural': 'editions',
                'ordering': ['-code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'locked', 'retired'])), name='edition_state_is_known', violation_error_message='An edition is a draft, locked or retired.')],
            },
        ),
        migrations.CreateModel(
            name='Dimension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(verbose_name='place')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('name_en', models.CharField(max_length=250, verbose_name='name (English)')),
                ('name_zh', models.CharField(max_length=250, verbose_name='name (Chinese)')),
                ('slug', models.SlugField(max_length=40, verbose_name='slug')),
                ('description_en', models.TextField(verbose_name='description (English)')),
                ('description_zh', models.TextField(verbose_name='description (Chinese)')),
                ('weight', models.DecimalField(decimal_places=6, max_digits=12, verbose_name='weight')),
                ('recommendations', models.JSONField(verbose_name='recommendations')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dimensions', to='catalogue.edition')),
            ],
            options={
                'verbose_name': 'dimension',
                'verbose_name_plural': 'dimensions',
                'ordering': ['place'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('edition', 'code'), name='one_dimension_per_code'), models.CheckConstraint(condition=models.Q(('weight__gt', 0)), name='dimension_weight_is_positive', violation_error_message='A weight must be positive.')],
            },
        ),
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(verbose_name='place')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('name_en', models.CharField(max_length=250, verbose_name='name (English)')),
                ('name_zh', models.CharField(max_length=250, verbose_name='name (Chinese)')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='number')),
                ('date', models.CharField(blank=True, max_length=10, verbose_name='date')),
                ('chapters', models.JSONField(blank=True, default=dict, verbose_name='chapters')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='instruments', to='catalogue.edition')),
            ],
            options={
                'verbose_name': 'instrument',
                'verbose_name_plural': 'instruments',
                'ordering': ['place'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('edition', 'code'), name='one_instrument_per_code')],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(verbose_name='place')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('chapter', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='chapter')),
                ('title_en', models.CharField(max_length=250, verbose_name='title (English)')),
                ('title_zh', models.CharField(max_length=250, verbose_name='title (Chinese)')),
                ('dimensions', models.JSONField(blank=True, default=list, verbose_name='dimensions')),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='articles', to='catalogue.instrument')),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
                'ordering': ['place'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('instrument', 'number'), name='one_article_per_number')],
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(verbose_name='place')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('name_en', models.CharField(max_length=250, verbose_name='name (English)')),
                ('name_zh', models.CharField(max_length=250, verbose_name='name (Chinese)')),
                ('description_en', models.TextField(verbose_name='description (English)')),
                ('description_zh', models.TextField(verbose_name='description (Chinese)')),
                ('weight', models.DecimalField(decimal_places=6, max_digits=12, verbose_name='weight')),
                ('status', models.CharField(max_length=20, verbose_name='provenance')),
                ('next_steps', models.JSONField(verbose_name='next steps')),
                ('articles', models.ManyToManyField(blank=True, related_name='indicators', to='catalogue.article')),
                ('dimension', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='catalogue.dimension')),
            ],
            options={
                'verbose_name': 'indicator',
                'verbose_name_plural': 'indicators',
                'ordering': ['place'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('weight__gt', 0)), name='indicator_weight_is_positive', violation_error_message='A weight must be positive.')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(verbose_name='place')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('scope', models.CharField(choices=[('scored', 'scored'), ('unscored', 'unscored'), ('profile', 'profile')], max_length=8, verbose_name='scope')),
                ('kind', models.CharField(choices=[('level', 'level'), ('yesno', 'yesno'), ('number', 'number'), ('multi', 'multi'), ('single', 'single')], max_length=8, verbose_name='kind')),
                ('text_en', models.TextField(verbose_name='text (English)')),
                ('text_zh', models.TextField(verbose_name='text (Chinese)')),
                ('weight', models.DecimalField(decimal_places=6, max_digits=12, verbose_name='weight')),
                ('direction', models.CharField(choices=[('higher_is_better', 'higher_is_better'), ('lower_is_better', 'lower_is_better')], max_length=16, verbose_name='direction')),
                ('required', models.BooleanField(default=True, verbose_name='required')),
                ('key_ratio', models.BooleanField(default=False, verbose_name='key ratio')),
                ('detail', models.JSONField(default=dict, verbose_name='detail')),
                ('articles', models.ManyToManyField(blank=True, related_name='questions', to='catalogue.article')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='catalogue.edition')),
                ('indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='catalogue.indicator')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'ordering': ['place'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('edition', 'code'), name='one_question_per_code'), models.CheckConstraint(condition=models.Q(models.Q(('indicator__isnull', False), ('scope', hive.core.model.Scope['SCORED'])), models.Q(models.Q(('scope', hive.core.model.Scope['SCORED']), _negated=True), ('indicator__isnull', True)), _connector='OR'), name='only_scored_questions_have_an_indicator', violation_error_message='A scored question has an indicator, no other has one.'), models.CheckConstraint(condition=models.Q(('weight__gt', 0)), name='question_weight_is_positive', violation_error_message='A weight must be positive.')],
            },
        ),
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(verbose_name='place')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('text_en', models.TextField(verbose_name='text (English)')),
                ('text_zh', models.TextField(verbose_name='text (Chinese)')),
                ('points', models.DecimalField(decimal_places=6, default=0, max_digits=12, verbose_name='points')),
                ('exclusive', models.BooleanField(default=False, verbose_name='exclusive')),
                ('free_text', models.BooleanField(default=False, verbose_name="with a text of one's own")),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='catalogue.question')),
            ],
            options={
                'verbose_name': 'choice',
                'verbose_name_plural': 'choices',
                'ordering': ['place'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('question', 'code'), name='one_choice_per_code')],
            },
        ),
        migrations.CreateModel(
            name='Lineage',
            fields=[
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='lineage', serialize=False, to='catalogue.edition')),
                ('earlier', models.CharField(max_length=20, verbose_name='earlier edition')),
                ('dropped', models.JSONField(blank=True, default=list, verbose_name='dropped questions')),
            ],
            options={
                'verbose_name': 'lineage',
                'verbose_name_plural': 'lineages',
            },
        ),
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('descent', models.CharField(choices=[('same', 'same'), ('reworded', 'reworded'), ('split', 'split'), ('merged', 'merged'), ('new', 'new')], max_length=8, verbose_name='descent')),
                ('sources', models.JSONField(blank=True, default=list, verbose_name='earlier questions')),
                ('options', models.JSONField(blank=True, null=True, verbose_name='earlier options')),
                ('factor', models.DecimalField(blank=True, decimal_places=10, max_digits=20, null=True, verbose_name='factor')),
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='origin', to='catalogue.question')),
                ('lineage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='origins', to='catalogue.lineage')),
            ],
            options={
                'verbose_name': 'origin of a question',
                'verbose_name_plural': 'origins of questions',
                'ordering': ['question__place'],
                'constraints': [models.CheckConstraint(condition=models.Q(('descent__in', ['same', 'reworded', 'split', 'merged', 'new'])), name='descent_is_known', violation_error_message='A question is the same, reworded, split, merged or new.'), models.CheckConstraint(condition=models.Q(('factor__isnull', True), ('factor__gt', 0), _connector='OR'), name='factor_is_positive', violation_error_message='A factor must be positive.')],
            },
        ),
    ]
