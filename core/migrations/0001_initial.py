import datetime
import django.core.validators
from django.db import migrations, models

from core.migrating import together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = together([
        migrations.CreateModel(
            name='KeyCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=16, unique=True)),
                ('value', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField(unique=True)),
                ('last_day', models.DateField()),
                ('kind', models.CharField(choices=[('half_term', 'Half-term'), ('training', 'Training day'), ('other', 'Closed for another reason')], max_length=12)),
            ],
            options={
                'ordering': ['first_day'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='closure_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='School',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('maintained', 'Maintained school'), ('academy', 'Academy')], default='maintained', max_length=12)),
                ('la_number', models.CharField(max_length=3, verbose_name='local authority number')),
                ('establishment_number', models.CharField(max_length=4)),
                ('colour', models.CharField(default='#1d4f5f', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-f]{6}$', 'Enter a colour like #1d4f5f')])),
                ('dsl_phone', models.CharField(max_length=30, verbose_name='telephone of the DSL')),
                ('social_care_phone', models.CharField(max_length=30, verbose_name="telephone of children's social care")),
                ('lado_phone', models.CharField(max_length=30, verbose_name='telephone of the LADO')),
                ('out_of_hours_phone', models.CharField(blank=True, max_length=30, verbose_name='telephone of social care outside office hours')),
                ('look_within_days', models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='school days before an unread notice goes to the deputy')),
                ('look_within_hours_urgent', models.PositiveSmallIntegerField(default=4, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(24)], verbose_name='hours before an urgent one does')),
                ('bell', models.TimeField(default=datetime.time(15, 30), verbose_name='end of the school day')),
                ('details_checked_on', models.DateField(editable=False, null=True, verbose_name='when the Administrator saved the details')),
                ('idle_minutes', models.PositiveSmallIntegerField(default=15, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(30)], verbose_name='minutes of doing nothing until people are signed out')),
                ('fresh_minutes', models.PositiveSmallIntegerField(default=120, validators=[django.core.validators.MinValueValidator(15), django.core.validators.MaxValueValidator(240)], verbose_name='minutes of work until the security code is asked for again')),
                ('ctf_version', models.PositiveSmallIntegerField(default=26, verbose_name='version of the Common Transfer File in use')),
                ('demo', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_school'), models.CheckConstraint(condition=models.Q(('idle_minutes__range', (5, 30))), name='idle_between_5_and_30_minutes'), models.CheckConstraint(condition=models.Q(('fresh_minutes__range', (15, 240))), name='fresh_between_15_and_240_minutes'), models.CheckConstraint(condition=models.Q(('colour__regex', '^#[0-9a-f]{6}$')), name='colour_is_a_colour')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('first_day', models.DateField(unique=True)),
                ('last_day', models.DateField()),
            ],
            options={
                'ordering': ['first_day'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='term_ends_after_it_begins')],
            },
        ),
    ])
