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
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=120, unique=True)),
                ('kind', models.CharField(choices=[('social_care', 'Children’s social care'), ('health', 'Health service'), ('la_sen', 'Local authority SEN team'), ('police', 'Police'), ('lado', 'Local authority designated officer'), ('school', 'Another school'), ('other', 'Another body')], max_length=12)),
                ('agreement', models.CharField(blank=True, max_length=120, verbose_name='sharing agreement')),
                ('agreement_review', models.DateField(blank=True, null=True, verbose_name='review of the agreement')),
                ('channels', models.JSONField(blank=True, default=list, verbose_name='approved channels')),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='AgencyContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('role', models.CharField(max_length=80)),
                ('address', models.CharField(max_length=254, verbose_name='e-mail address or telephone number')),
                ('channel', models.CharField(choices=[('secure_email', 'Secure e-mail'), ('portal', 'The agency’s portal'), ('in_person', 'In person, to the named person'), ('called_back', 'Telephone, after calling back a number we hold'), ('tracked', 'Tracked delivery, signed for by the named person'), ('post', 'Ordinary post'), ('email', 'Ordinary e-mail'), ('message', 'A messaging app'), ('carried', 'Carried by a parent or child'), ('rang', 'Telephone, without calling back')], default='secure_email', max_length=16)),
                ('checked_on', models.DateField()),
                ('usual', models.BooleanField(default=False, verbose_name='offered first to everybody')),
                ('active', models.BooleanField(default=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='directory.agency')),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Purpose',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.SlugField(max_length=20, unique=True)),
                ('label', models.CharField(max_length=80)),
                ('basis', models.CharField(choices=[('public_task', 'It is part of our job as a school'), ('legal_obligation', 'A law or court says we must'), ('vital_interests', 'Someone’s life is at risk'), ('recognised', 'Recognised legitimate interest'), ('contract', 'A contract with this person'), ('agreement', 'They freely agreed and can stop it'), ('legitimate', 'Legitimate interests')], max_length=24, verbose_name='usual legal reason')),
                ('condition', models.CharField(blank=True, choices=[('safeguarding', 'Safeguarding of children and of individuals at risk (schedule 1, paragraph 18)'), ('health', 'Health or social care (article 9(2)(h))'), ('public_interest', 'Substantial public interest: a statutory purpose (schedule 1, paragraph 6)'), ('crime', 'Preventing or detecting unlawful acts (schedule 1, paragraph 10)'), ('legal_claims', 'Legal claims (article 9(2)(f))'), ('employment', 'Employment (schedule 1, paragraph 1)'), ('ask', 'The DPO decides')], max_length=24, verbose_name='condition for special category data')),
                ('agreement', models.BooleanField(default=False, verbose_name='agreement can be the legal reason')),
                ('first_for', models.JSONField(blank=True, default=list, verbose_name='shown first for these kinds of agency')),
                ('order', models.PositiveSmallIntegerField(default=99)),
                ('active', models.BooleanField(default=True)),
                ('confirmed_on', models.DateField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['order', 'pk'],
            },
        ),
    ])
