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
        ('pupils', '0001_initial'),
        ('records', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = together([
        migrations.CreateModel(
            name='AccessRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('categories', models.JSONField(verbose_name='codes')),
                ('until', models.DateTimeField()),
                ('reason', records.models.sealed.SealedField()),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='access_requests', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='access_requests', to='pupils.person')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AccessReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('grant', models.UUIDField(db_index=True, verbose_name='public id of the grant')),
                ('what', models.CharField(choices=[('keep', 'Keep it'), ('shorten', 'Shorten it'), ('pass_on', 'Pass it on to the new class’s staff'), ('end', 'End it now')], max_length=8)),
                ('reason', records.models.sealed.SealedField(null=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Briefing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('behind', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='briefings', to='records.record')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='briefings', to=settings.AUTH_USER_MODEL)),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='briefing', to='records.record')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Circulation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('due', models.DateTimeField()),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circulations', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circulations', to='records.record')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CirculationReader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('circulation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readers', to='internal.circulation')),
                ('grant', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='circulation_reader', to='records.usergrant')),
            ],
        ),
        migrations.CreateModel(
            name='Declaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('nothing', models.BooleanField()),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to=settings.AUTH_USER_MODEL)),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='declaration', to='records.record')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EmergencyAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('categories', models.JSONField(verbose_name='codes')),
                ('reason', records.models.sealed.SealedField()),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='emergencies', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='emergencies', to='pupils.person')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EmergencyAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reason', records.models.sealed.SealedField()),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('emergency', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='account', to='internal.emergencyaccess')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EmergencyReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('justified', models.BooleanField()),
                ('reason', records.models.sealed.SealedField(null=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('emergency', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='internal.emergencyaccess')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('reason', records.models.sealed.SealedField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ExclusionSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('exclusion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='set_as', to='records.exclusion')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('on', models.DateField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to=settings.AUTH_USER_MODEL)),
                ('notes', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='meeting', to='records.record')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MeetingItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='internal.meeting')),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='meeting_item', to='records.record')),
            ],
        ),
        migrations.CreateModel(
            name='ReadMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('reader', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='mark', to='internal.circulationreader')),
            ],
        ),
        migrations.CreateModel(
            name='Settled',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('declaration', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='settled', to='internal.declaration')),
            ],
        ),
        migrations.CreateModel(
            name='RequestAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('place', models.CharField(max_length=20, verbose_name='owning role')),
                ('granted', models.BooleanField()),
                ('until', models.DateTimeField(null=True)),
                ('shown', models.BooleanField(default=False)),
                ('reason', records.models.sealed.SealedField(null=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='internal.accessrequest')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('request', 'place'), name='one_answer_a_place')],
            },
        ),
    ])
