import core.clock
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
            name='ColumnMatch',
            fields=[
                ('heading', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('columns', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('raised_at', models.DateTimeField(default=core.clock.now)),
                ('raised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='concern', to='records.record')),
            ],
        ),
        migrations.CreateModel(
            name='Held',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('child', 'A child that the importer may not know of'), ('in_care', 'Looked after'), ('address', 'The address of a child whose address is protected')], max_length=8)),
                ('mark', models.CharField(max_length=64, unique=True, verbose_name='the same thing held before has the same')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pupils.person')),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='held', to='records.record')),
            ],
        ),
        migrations.CreateModel(
            name='HeldAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('applied', models.BooleanField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('held', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='intake.held')),
            ],
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('form', models.CharField(choices=[('ctf', 'Common Transfer File'), ('csv', 'CSV')], max_length=3)),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('renamed', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField(default=core.clock.now)),
                ('state', models.CharField(choices=[('looked', 'To be looked through'), ('waiting', 'Waiting'), ('running', 'Being imported'), ('done', 'Imported'), ('undone', 'Undone'), ('failed', 'Not imported'), ('put_aside', 'Put aside')], db_index=True, default='looked', max_length=10)),
                ('columns', models.JSONField(default=dict)),
                ('answers', models.JSONField(default=dict)),
                ('counts', models.JSONField(default=dict)),
                ('agreed', models.JSONField(default=dict)),
                ('content', records.models.sealed.SealedField()),
                ('journal', records.models.sealed.SealedField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='held',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='held', to='intake.importrun'),
        ),
    ])
