import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(error_messages={'unique': 'There is already an account with this e-mail.'}, max_length=254, unique=True, verbose_name='work e-mail')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('language', models.CharField(choices=[('zh-hans', '中文'), ('en', 'English')], default='zh-hans', max_length=10, verbose_name='language')),
                ('mail_handovers', models.BooleanField(default=True, verbose_name='hand-overs by mail')),
                ('mail_comments', models.BooleanField(default=True, verbose_name='comments by mail')),
                ('mail_digest', models.BooleanField(default=True, verbose_name='daily digest by mail')),
                ('mail_reminders', models.BooleanField(default=True, verbose_name='reminders by mail')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('date_joined', models.DateTimeField(auto_now_add=True, verbose_name='joined')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='open since')),
                ('warned_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('password_set_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='password chosen')),
                ('session_epoch', models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['email'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_account_per_email', violation_error_message='There is already an account with this e-mail.')],
            },
        ),
        migrations.CreateModel(
            name='Bank',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=32, unique=True, verbose_name='code')),
                ('name_zh', models.CharField(max_length=120, verbose_name='Chinese name')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('is_active', models.BooleanField(default=True, verbose_name='takes part')),
                ('parent', models.ForeignKey(blank=True, help_text='Founding bank or parent. Counts controllers only and gives no access.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='banks.bank', verbose_name='controlling bank')),
            ],
            options={
                'verbose_name': 'bank',
                'verbose_name_plural': 'banks',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='bank_is_not_its_own_parent', violation_error_message='A bank cannot control itself.')],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(verbose_name='made')),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='last used')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_tokens', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('bank', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_tokens', to='banks.bank', verbose_name='bank')),
            ],
            options={
                'verbose_name': 'API key',
                'verbose_name_plural': 'API keys',
                'ordering': ['-created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='api_token_expires_after_it_is_made', violation_error_message='A key expires after it was made.')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, verbose_name='work e-mail')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('role', models.CharField(choices=[('coordinator', 'Coordinator'), ('contributor', 'Contributor'), ('approver', 'Approver'), ('executive', 'Executive'), ('analyst', 'Analyst'), ('lead_analyst', 'Lead analyst'), ('administrator', 'Administrator'), ('auditor', 'Auditor')], max_length=16, verbose_name='role')),
                ('organisation', models.CharField(blank=True, help_text='For roles at the alliance: who employs the person.', max_length=120, verbose_name='organisation')),
                ('language', models.CharField(choices=[('zh-hans', '中文'), ('en', 'English')], default='zh-hans', max_length=10, verbose_name='language')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='sent')),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('bank', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='banks.bank', verbose_name='bank')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('bank__isnull', False), ('role__in', ('coordinator', 'contributor', 'approver', 'executive'))), models.Q(('bank__isnull', True), ('role__in', ('analyst', 'lead_analyst', 'administrator', 'auditor'))), _connector='OR'), name='invited_bank_roles_have_a_bank', violation_error_message='A role at a bank needs the bank; a role at the alliance has none.'), models.CheckConstraint(condition=models.Q(models.Q(('organisation', ''), ('role__in', ('coordinator', 'contributor', 'approver', 'executive'))), models.Q(models.Q(('role__in', ('analyst', 'lead_analyst', 'administrator', 'auditor'))), models.Q(('organisation', ''), _negated=True)), _connector='OR'), name='organisation_of_invited_roles', violation_error_message='A role at the alliance needs the organisation; a role at a bank has none but the bank.'), models.UniqueConstraint(condition=models.Q(('accepted_at__isnull', True), ('revoked_at__isnull', True)), fields=('email', 'bank', 'role'), name='one_open_invitation_per_bank_role', violation_error_message='This person is already invited to this role.'), models.UniqueConstraint(condition=models.Q(('accepted_at__isnull', True), ('bank__isnull', True), ('revoked_at__isnull', True)), fields=('email', 'role'), name='one_open_invitation_per_alliance_role', violation_error_message='This person is already invited to this role.')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('coordinator', 'Coordinator'), ('contributor', 'Contributor'), ('approver', 'Approver'), ('executive', 'Executive'), ('analyst', 'Analyst'), ('lead_analyst', 'Lead analyst'), ('administrator', 'Administrator'), ('auditor', 'Auditor')], max_length=16, verbose_name='role')),
                ('organisation', models.CharField(blank=True, help_text='For roles at the alliance: who employs the person.', max_length=120, verbose_name='organisation')),
                ('is_active', models.BooleanField(default=True, verbose_name='in force')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('bank', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='banks.bank', verbose_name='bank')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'role',
                'verbose_name_plural': 'roles',
                'ordering': ['created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('bank__isnull', False), ('role__in', ('coordinator', 'contributor', 'approver', 'executive'))), models.Q(('bank__isnull', True), ('role__in', ('analyst', 'lead_analyst', 'administrator', 'auditor'))), _connector='OR'), name='bank_roles_have_a_bank', violation_error_message='A role at a bank needs the bank; a role at the alliance has none.'), models.CheckConstraint(condition=models.Q(models.Q(('organisation', ''), ('role__in', ('coordinator', 'contributor', 'approver', 'executive'))), models.Q(models.Q(('role__in', ('analyst', 'lead_analyst', 'administrator', 'auditor'))), models.Q(('organisation', ''), _negated=True)), _connector='OR'), name='organisation_of_alliance_roles', violation_error_message='A role at the alliance needs the organisation; a role at a bank has none but the bank.'), models.UniqueConstraint(fields=('user', 'bank', 'role'), name='one_membership_per_bank_role', violation_error_message='The person already has this role.'), models.UniqueConstraint(condition=models.Q(('bank__isnull', True)), fields=('user', 'role'), name='one_membership_per_alliance_role', violation_error_message='The person already has this role.')],
            },
        ),
        migrations.CreateModel(
            name='PastPassword',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(editable=False, max_length=128)),
                ('created_at', models.DateTimeField(verbose_name='chosen')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='past_passwords', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'past password',
                'verbose_name_plural': 'past passwords',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('started_at', models.DateTimeField(verbose_name='signed in')),
                ('seen_at', models.DateTimeField(verbose_name='last used')),
                ('browser', models.CharField(blank=True, max_length=200, verbose_name='browser')),
                ('address', models.CharField(blank=True, max_length=45, verbose_name='network address')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'ordering': ['-seen_at'],
            },
        ),
    ]
