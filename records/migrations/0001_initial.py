import core.clock
import datetime
import django.db.models.deletion
import django.db.models.functions.text
import records.models.sealed
import uuid
from django.conf import settings
from django.db import migrations, models

from core.migrating import together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pupils', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = together([
        migrations.CreateModel(
            name='DataKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('wrapped', models.BinaryField()),
                ('made_at', models.DateTimeField(default=core.clock.now)),
                ('destroyed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('sensitivity', models.CharField(choices=[('ordinary', 'Ordinary'), ('personal', 'Personal'), ('restricted', 'Restricted')], default='restricted', max_length=10)),
                ('staff_only', models.BooleanField(default=True)),
                ('special', models.BooleanField(default=False, verbose_name='special category data')),
                ('personal', models.BooleanField(default=False, verbose_name='part of the personal tier, not of the vault')),
                ('retention', models.CharField(blank=True, max_length=80)),
                ('owner_role', models.CharField(blank=True, max_length=20, verbose_name='role that owns such records; none: whoever wrote it')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='one_category_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Folder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='folders', to='records.category')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='folders', to='pupils.person')),
            ],
        ),
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('recorded_at', models.DateTimeField(default=core.clock.now)),
                ('as_at', models.DateField(verbose_name='date of what it says')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='written_records', to=settings.AUTH_USER_MODEL)),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='records.category')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owned_records', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reason', records.models.sealed.SealedField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('now', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moved_to', to='pupils.person')),
                ('was', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moved_from', to='pupils.person')),
                ('record', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='records.record')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Exclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('because', models.CharField(choices=[('word', 'somebody’s word'), ('name', 'related to somebody of the name that was given, until it is said who it is, and opened to them'), ('place', 'the place they hold, until whoever answers for the record opens it to them')], default='word', max_length=8)),
                ('reason', records.models.sealed.SealedField()),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='excluded', to='pupils.person')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exclusions', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='excluded', to='records.record')),
            ],
        ),
        migrations.CreateModel(
            name='RecordSubject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('move', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='subjects', to='records.move')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='pupils.person')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subjects', to='records.record')),
            ],
        ),
        migrations.CreateModel(
            name='RoleFolderGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('source', models.CharField(default='grant', max_length=12)),
                ('extent', models.PositiveSmallIntegerField(choices=[(1, 'That it was received'), (2, 'The summary'), (3, 'The part written for staff'), (4, 'The part written for teachers'), (5, 'All of it')])),
                ('reason', records.models.sealed.SealedField(null=True)),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rolegrants', to='records.folder')),
                ('granter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='folder_grants', to='auth.group')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='auth.permission')),
            ],
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('source', models.CharField(default='grant', max_length=12)),
                ('extent', models.PositiveSmallIntegerField(choices=[(1, 'That it was received'), (2, 'The summary'), (3, 'The part written for staff'), (4, 'The part written for teachers'), (5, 'All of it')])),
                ('reason', records.models.sealed.SealedField(null=True)),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rolegrants', to='records.record')),
                ('granter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='auth.group')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='auth.permission')),
            ],
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('relation', models.CharField(choices=[('any', 'any person'), ('own_class', 'children of the own class'), ('key_worker', 'children whose key worker one is'), ('author', 'what one wrote oneself')], max_length=10)),
                ('extent', models.PositiveSmallIntegerField(choices=[(1, 'That it was received'), (2, 'The summary'), (3, 'The part written for staff'), (4, 'The part written for teachers'), (5, 'All of it')])),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='records.category')),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='auth.group')),
            ],
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('order', models.PositiveSmallIntegerField()),
                ('name', models.SlugField(max_length=40)),
                ('needs', models.PositiveSmallIntegerField(choices=[(1, 'That it was received'), (2, 'The summary'), (3, 'The part written for staff'), (4, 'The part written for teachers'), (5, 'All of it')], default=5)),
                ('for_sharing', models.BooleanField(default=False)),
                ('written_at', models.DateTimeField(default=core.clock.now)),
                ('content', records.models.sealed.SealedField()),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sections', to='records.record')),
                ('subject', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pupils.person')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('content', records.models.sealed.SealedField()),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('section', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='attachment', to='records.section')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UserFolderGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('source', models.CharField(default='grant', max_length=12)),
                ('extent', models.PositiveSmallIntegerField(choices=[(1, 'That it was received'), (2, 'The summary'), (3, 'The part written for staff'), (4, 'The part written for teachers'), (5, 'All of it')])),
                ('reason', records.models.sealed.SealedField(null=True)),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='usergrants', to='records.folder')),
                ('granter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='folder_grants', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='UserGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateTimeField(default=core.clock.now)),
                ('until', models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('source', models.CharField(default='grant', max_length=12)),
                ('extent', models.PositiveSmallIntegerField(choices=[(1, 'That it was received'), (2, 'The summary'), (3, 'The part written for staff'), (4, 'The part written for teachers'), (5, 'All of it')])),
                ('reason', records.models.sealed.SealedField(null=True)),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='usergrants', to='records.record')),
                ('granter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name='folder',
            constraint=models.UniqueConstraint(fields=('person', 'category'), name='one_folder_a_category'),
        ),
        migrations.AddIndex(
            model_name='exclusion',
            index=models.Index(fields=['user', 'record'], name='exclusions_of_record'),
        ),
        migrations.AddIndex(
            model_name='exclusion',
            index=models.Index(fields=['user', 'person'], name='exclusions_of_person'),
        ),
        migrations.AddConstraint(
            model_name='exclusion',
            constraint=models.CheckConstraint(condition=models.Q(('person', None), ('record', None), _connector='XOR'), name='exclusion_from_person_or_matter'),
        ),
        migrations.AddIndex(
            model_name='recordsubject',
            index=models.Index(fields=['person', 'until', 'start', 'record'], name='records_about_person'),
        ),
        migrations.AddConstraint(
            model_name='recordsubject',
            constraint=models.UniqueConstraint(condition=models.Q(('until', datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))), fields=('record', 'person'), name='subject_of_record_once'),
        ),
        migrations.AddIndex(
            model_name='rolefoldergrant',
            index=models.Index(fields=['group', 'content_object', 'until', 'start'], name='group_folder_grants'),
        ),
        migrations.AddIndex(
            model_name='rolefoldergrant',
            index=models.Index(fields=['content_object', 'until', 'start', 'group', 'extent'], name='group_folder_granted'),
        ),
        migrations.AddConstraint(
            model_name='rolefoldergrant',
            constraint=models.CheckConstraint(condition=models.Q(('until__gte', models.F('start'))), name='group_folder_grant_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='rolefoldergrant',
            constraint=models.UniqueConstraint(condition=models.Q(('until', datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))), fields=('group', 'content_object', 'source'), name='one_open_group_folder_grant'),
        ),
        migrations.AddIndex(
            model_name='rolegrant',
            index=models.Index(fields=['group', 'content_object', 'until', 'start'], name='group_grants'),
        ),
        migrations.AddIndex(
            model_name='rolegrant',
            index=models.Index(fields=['content_object', 'until', 'start', 'group', 'extent'], name='group_granted'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(('until__gte', models.F('start'))), name='group_grant_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.UniqueConstraint(condition=models.Q(('until', datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))), fields=('group', 'content_object', 'source'), name='one_open_group_grant'),
        ),
        migrations.AddIndex(
            model_name='rule',
            index=models.Index(fields=['category', 'until', 'start', 'relation', 'group', 'extent'], name='rules_of_category'),
        ),
        migrations.AddIndex(
            model_name='rule',
            index=models.Index(fields=['group', 'until', 'start', 'relation', 'category'], name='rules_of_role'),
        ),
        migrations.AddIndex(
            model_name='section',
            index=models.Index(fields=['record', 'order', 'id'], name='sections_of_record'),
        ),
        migrations.AddIndex(
            model_name='userfoldergrant',
            index=models.Index(fields=['user', 'content_object', 'until', 'start'], name='user_folder_grants'),
        ),
        migrations.AddIndex(
            model_name='userfoldergrant',
            index=models.Index(fields=['content_object', 'until', 'start', 'user', 'extent'], name='user_folder_granted'),
        ),
        migrations.AddConstraint(
            model_name='userfoldergrant',
            constraint=models.CheckConstraint(condition=models.Q(('until__gte', models.F('start'))), name='user_folder_grant_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='userfoldergrant',
            constraint=models.UniqueConstraint(condition=models.Q(('until', datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))), fields=('user', 'content_object', 'source'), name='one_open_user_folder_grant'),
        ),
        migrations.AddIndex(
            model_name='usergrant',
            index=models.Index(fields=['user', 'content_object', 'until', 'start'], name='user_grants'),
        ),
        migrations.AddIndex(
            model_name='usergrant',
            index=models.Index(fields=['content_object', 'until', 'start', 'user', 'extent'], name='user_granted'),
        ),
        migrations.AddConstraint(
            model_name='usergrant',
            constraint=models.CheckConstraint(condition=models.Q(('until__gte', models.F('start'))), name='user_grant_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='usergrant',
            constraint=models.UniqueConstraint(condition=models.Q(('until', datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))), fields=('user', 'content_object', 'source'), name='one_open_user_grant'),
        ),
    ])
