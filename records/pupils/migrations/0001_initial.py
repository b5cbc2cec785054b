import core.clock
import datetime
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from core.migrating import together


class Migration(migrations.Migration):

    initial = True

    # The libraries' tables come before the school's: each of their steps costs what has been declared before it.
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('account', '0009_emailaddress_unique_primary_email'),
        ('guardian', '0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more'),
        ('mfa', '0003_authenticator_type_uniq'),
        ('post_office', '0014_alter_email_recipient_delivery_status_and_more'),
        ('socialaccount', '0006_alter_socialaccount_extra_data'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('lines', models.CharField(max_length=300)),
                ('postcode', models.CharField(blank=True, max_length=12)),
                ('plain', models.CharField(max_length=320, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(blank=True, max_length=12)),
                ('given_name', models.CharField(max_length=80)),
                ('middle_names', models.CharField(blank=True, max_length=80)),
                ('family_name', models.CharField(max_length=80)),
                ('preferred_name', models.CharField(blank=True, max_length=80)),
                ('preferred_family_name', models.CharField(blank=True, max_length=80)),
                ('telephone', models.CharField(blank=True, max_length=40)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='as_subject', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['family_name', 'given_name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SchoolClass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=20, unique=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Stamps',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='stamps', serialize=False, to='pupils.person')),
                ('of', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='FormerUpn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('upn', models.CharField(db_index=True, max_length=13)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_upns', to='pupils.person')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NameWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=80)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='name_words', to='pupils.person')),
            ],
            options={
                'indexes': [models.Index(fields=['word', 'person'], name='words_of_names')],
            },
        ),
        migrations.CreateModel(
            name='KnownName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_name', models.CharField(max_length=80)),
                ('family_name', models.CharField(max_length=80)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='known_names', to='pupils.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'given_name', 'family_name'), name='known_name_once')],
            },
        ),
        migrations.CreateModel(
            name='KeyWorker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='key_children', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='key_workers', to='pupils.person')),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'until', 'start', 'person'], name='key_children_of_staff')],
            },
        ),
        migrations.CreateModel(
            name='HouseholdMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('main', models.BooleanField(default=True)),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='pupils.household')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='households', to='pupils.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'until', 'start'], name='households_of_person')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='pupils.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'until', 'start'], name='enrolments_of_pupil')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))), fields=('person',), name='one_open_enrolment_a_pupil')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('relationship', models.CharField(max_length=40)),
                ('responsibility', models.CharField(choices=[('yes', 'Has parental responsibility'), ('no', 'Does not have parental responsibility'), ('unknown', 'Not known')], default='unknown', max_length=7)),
                ('evidence', models.CharField(blank=True, max_length=80, verbose_name='what was seen of it')),
                ('priority', models.PositiveSmallIntegerField(default=99)),
                ('adult', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_of', to='pupils.person')),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='pupils.person')),
            ],
            options={
                'ordering': ['priority', 'pk'],
                'indexes': [models.Index(fields=['child', 'until', 'start'], name='contacts_of_child'), models.Index(fields=['adult', 'until', 'start'], name='children_of_contact')],
            },
        ),
        migrations.CreateModel(
            name='Pupil',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('year', models.SmallIntegerField(null=True)),
                ('protected', models.BooleanField(default=False)),
                ('upn', models.CharField(blank=True, max_length=13)),
                ('uln', models.CharField(blank=True, max_length=10)),
                ('birth_date', models.DateField(null=True)),
                ('sex', models.CharField(blank=True, choices=[('F', 'Female'), ('M', 'Male')], max_length=1)),
                ('ethnicity', models.CharField(blank=True, max_length=40)),
                ('religion', models.CharField(blank=True, max_length=40)),
                ('first_language', models.CharField(blank=True, max_length=40)),
                ('sen', models.CharField(blank=True, choices=[('N', 'No SEN'), ('K', 'SEN support'), ('E', 'Education, health and care plan')], max_length=1)),
                ('free_meals', models.BooleanField(null=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='pupil', to='pupils.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('upn', ''), _negated=True), fields=('upn',), name='one_pupil_a_upn')],
            },
        ),
        migrations.CreateModel(
            name='ClassStaff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='classes', to=settings.AUTH_USER_MODEL)),
                ('school_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='pupils.schoolclass')),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'until', 'start', 'school_class'], name='classes_of_staff')],
            },
        ),
        migrations.CreateModel(
            name='ClassMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='classes', to='pupils.person')),
                ('school_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='pupils.schoolclass')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'until', 'start', 'school_class'], name='classes_of_pupil')],
            },
        ),
    ])
