import core.clock
import datetime
import django.db.models.deletion
import records.models.sealed
import uuid
from django.conf import settings
from django.db import migrations, models

from core.migrating import together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('disclosures', '0001_initial'),
        ('records', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = together([
        migrations.CreateModel(
            name='MeetingUndertaking',
            fields=[
                ('version', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('since', models.DateTimeField(default=core.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Copy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('number', models.PositiveSmallIntegerField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('disclosure', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.disclosure')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='CopyBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('copy', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='back', to='governors.copy')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Destruction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Destroyed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('destruction', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='done', to='governors.destruction')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GovernorsMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('committee', models.CharField(max_length=80)),
                ('meets_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-meets_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='destruction',
            name='meeting',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='destruction', to='governors.governorsmeeting'),
        ),
        migrations.CreateModel(
            name='Issued',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='issued', to='governors.governorsmeeting')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('number', models.PositiveSmallIntegerField()),
                ('restricted', models.CharField(blank=True, choices=[('staff', 'A named person who works, or may work, at the school'), ('pupil', 'A named pupil, or a candidate for admission'), ('other', 'Another matter that the board decided should stay confidential')], max_length=6, verbose_name='why it is in part two')),
                ('complete', models.BooleanField(default=False, verbose_name='under complete confidentiality')),
                ('title', records.models.sealed.SealedField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='governors.governorsmeeting')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='KeptFrom',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('how', models.CharField(choices=[('declared', 'They declared an interest'), ('withdrawn', 'They withdrew'), ('excluded', 'The board excluded them')], max_length=9)),
                ('reason', records.models.sealed.SealedField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kept_from', to='governors.item')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='MasterAsk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('reason', records.models.sealed.SealedField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asks', to='governors.governorsmeeting')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MasterAgreed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ask', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='agreed', to='governors.masterask')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Accepted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accepted', to='governors.governorsmeeting')),
                ('undertaking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='governors.meetingundertaking')),
            ],
        ),
        migrations.CreateModel(
            name='MinutesPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('version', models.PositiveSmallIntegerField()),
                ('is_open', models.BooleanField()),
                ('content', records.models.sealed.SealedField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='governors.item')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
            ],
            options={
                'ordering': ['version'],
            },
        ),
        migrations.CreateModel(
            name='NamedGovernor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='named', to='governors.governorsmeeting')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('pages_in_all', models.PositiveSmallIntegerField()),
                ('download', models.BooleanField(default=False)),
                ('title', records.models.sealed.SealedField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='governors.item')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='governors.paper')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('text', records.models.sealed.SealedField()),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='governors.paper')),
            ],
        ),
        migrations.CreateModel(
            name='Master',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sha256', models.CharField(max_length=64)),
                ('title', records.models.sealed.SealedField()),
                ('content', records.models.sealed.SealedField()),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('paper', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='master', to='governors.paper')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='copy',
            name='paper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='governors.paper'),
        ),
        migrations.CreateModel(
            name='PaperPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('image', records.models.sealed.SealedField()),
                ('text', records.models.sealed.SealedField()),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='governors.paper')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Published',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('content', models.JSONField()),
                ('checkpoint', models.TextField(blank=True)),
                ('pdf', models.BinaryField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='governors.governorsmeeting')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Ready',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('paper', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ready', to='governors.paper')),
            ],
        ),
        migrations.CreateModel(
            name='SentToChair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('version', models.PositiveSmallIntegerField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sent', to='governors.governorsmeeting')),
            ],
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.UniqueConstraint(fields=('meeting', 'number'), name='item_number_once'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('complete', False), models.Q(('restricted', ''), _negated=True), _connector='OR'), name='complete_is_restricted'),
        ),
        migrations.AddConstraint(
            model_name='keptfrom',
            constraint=models.UniqueConstraint(condition=models.Q(('until', datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))), fields=('item', 'user'), name='kept_from_item_once'),
        ),
        migrations.AddConstraint(
            model_name='accepted',
            constraint=models.UniqueConstraint(fields=('meeting', 'user', 'undertaking'), name='accepted_once'),
        ),
        migrations.AddConstraint(
            model_name='minutespart',
            constraint=models.UniqueConstraint(fields=('item', 'version', 'is_open'), name='minutes_part_once'),
        ),
        migrations.AddConstraint(
            model_name='namedgovernor',
            constraint=models.UniqueConstraint(condition=models.Q(('until', datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))), fields=('meeting', 'user'), name='named_once'),
        ),
        migrations.AddConstraint(
            model_name='note',
            constraint=models.UniqueConstraint(fields=('paper', 'user'), name='one_note_a_reader'),
        ),
        migrations.AddConstraint(
            model_name='copy',
            constraint=models.UniqueConstraint(fields=('paper', 'number'), name='copy_number_once'),
        ),
        migrations.AddConstraint(
            model_name='paperpage',
            constraint=models.UniqueConstraint(fields=('paper', 'number'), name='page_once'),
        ),
        migrations.AddConstraint(
            model_name='senttochair',
            constraint=models.UniqueConstraint(fields=('meeting', 'version'), name='version_sent_once'),
        ),
    ])
