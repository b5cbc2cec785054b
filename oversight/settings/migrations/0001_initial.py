import core.clock
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from core.migrating import together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = together([
        migrations.CreateModel(
            name='Checked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('protected', 'I have checked: there are no more'), ('backup', 'I have restored a backup, and verify_log found nothing wrong'), ('checkpoint', 'The log’s email has arrived outside the school')], max_length=12)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='MailTest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('made_at', models.DateTimeField(default=core.clock.now)),
                ('pressed_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='StaffList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('made_at', models.DateTimeField(default=core.clock.now)),
                ('unused', models.JSONField(default=list, verbose_name='headings of columns that were not used')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='StaffLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='line of the file')),
                ('title', models.CharField(blank=True, max_length=12)),
                ('first_name', models.CharField(blank=True, max_length=80)),
                ('last_name', models.CharField(blank=True, max_length=80)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('role', models.CharField(blank=True, choices=[('headteacher', 'Headteacher'), ('dsl', 'Designated safeguarding lead'), ('deputy_dsl', 'Deputy DSL'), ('senco', 'SENCO'), ('teacher', 'Teacher'), ('support', 'Support staff'), ('office', 'Office staff'), ('medical', 'Medical lead'), ('first_aider', 'First aider'), ('dpo', 'Data protection officer'), ('administrator', 'Administrator'), ('health', 'Health professional'), ('volunteer', 'Volunteer'), ('governor', 'Governor'), ('chair', 'Chair of governors'), ('clerk', 'Clerk to governors')], max_length=20)),
                ('class_name', models.CharField(blank=True, max_length=20)),
                ('starts_on', models.DateField(null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('outcome', models.CharField(choices=[('waits', 'To approve'), ('refused', 'Not taken'), ('left_out', 'Left out'), ('added', 'Added')], default='waits', max_length=8)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who had an account with this address when the list was read in')),
                ('staff_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='settings.stafflist')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('staff_list', 'number'), name='a_line_once')],
            },
        ),
    ])
