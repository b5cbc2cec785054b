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
        ('decisions', '0001_initial'),
        ('records', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = together([
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('internal_print', models.CharField(blank=True, max_length=24)),
                ('channel', models.CharField(blank=True, choices=[('secure_email', 'Secure e-mail'), ('portal', 'The agency’s portal'), ('in_person', 'In person, to the named person'), ('called_back', 'Telephone, after calling back a number we hold'), ('tracked', 'Tracked delivery, signed for by the named person'), ('post', 'Ordinary post'), ('email', 'Ordinary e-mail'), ('message', 'A messaging app'), ('carried', 'Carried by a parent or child'), ('rang', 'Telephone, without calling back')], max_length=16)),
                ('happened_at', models.DateTimeField(null=True, verbose_name='when it was told')),
                ('passphrase', records.models.sealed.SealedField(null=True)),
                ('media_type', models.CharField(max_length=60)),
                ('file_name', models.CharField(max_length=80)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('content', records.models.sealed.SealedField()),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='decisions.sharedecision')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.datakey')),
                ('of_record', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='records.record')),
                ('recipient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='disclosures', to='decisions.decisionrecipient')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('decision__isnull', True), ('internal_print', ''), _connector='XOR'), name='disclosure_has_one_authority')],
            },
        ),
    ])
