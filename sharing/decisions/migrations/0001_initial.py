import core.clock
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from core.migrating import together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('pupils', '0001_initial'),
        ('records', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = together([
        migrations.CreateModel(
            name='Advice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('shows', models.CharField(choices=[('question', 'Only my question'), ('draft', 'My question and this draft')], max_length=8)),
                ('names', models.BooleanField(verbose_name='says whom it is about')),
                ('urgent', models.BooleanField(default=False)),
                ('instead_of_deciding', models.BooleanField(default=False)),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='advice_asked', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='advice', to='records.record')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AdviceAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('advice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='decisions.advice')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('section', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.section')),
            ],
        ),
        migrations.CreateModel(
            name='DecisionRecipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('kind', models.CharField(choices=[('contact', 'Of an agency'), ('outside', 'Somebody else outside'), ('parent', 'A parent or carer'), ('staff', 'Somebody in this school')], default='contact', max_length=8)),
                ('adult', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pupils.person')),
                ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.agency')),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.agencycontact')),
                ('extract', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.record')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['number', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('origin', models.CharField(choices=[('share', 'I want to share something, or I am wondering whether to'), ('asked', 'Someone has asked us for information'), ('done', 'I have already shared something'), ('danger', 'A child is in danger now')], default='share', max_length=6)),
                ('started_at', models.DateTimeField(default=core.clock.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to=settings.AUTH_USER_MODEL)),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='records.record')),
            ],
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draft', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='closure', to='decisions.draft')),
            ],
        ),
        migrations.AddField(
            model_name='advice',
            name='draft',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='advice', to='decisions.draft'),
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('asked_at', models.DateTimeField(default=core.clock.now)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to=settings.AUTH_USER_MODEL)),
                ('section', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.section')),
            ],
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('section', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.section')),
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='decisions.question')),
            ],
        ),
        migrations.CreateModel(
            name='ShareDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('origin', models.CharField(choices=[('share', 'I want to share something, or I am wondering whether to'), ('asked', 'Someone has asked us for information'), ('done', 'I have already shared something'), ('danger', 'A child is in danger now')], default='share', max_length=6)),
                ('outcome', models.CharField(choices=[('share_all', 'Shared in full'), ('share_part', 'Shared in part'), ('no_share', 'Not shared')], max_length=12)),
                ('harm', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('unsure', 'Not sure')], max_length=6)),
                ('purpose', models.CharField(blank=True, max_length=20)),
                ('channel', models.CharField(blank=True, choices=[('secure_email', 'Secure e-mail'), ('portal', 'The agency’s portal'), ('in_person', 'In person, to the named person'), ('called_back', 'Telephone, after calling back a number we hold'), ('tracked', 'Tracked delivery, signed for by the named person'), ('post', 'Ordinary post'), ('email', 'Ordinary e-mail'), ('message', 'A messaging app'), ('carried', 'Carried by a parent or child'), ('rang', 'Telephone, without calling back')], max_length=16)),
                ('against_wishes', models.BooleanField()),
                ('refused', models.BooleanField(default=False)),
                ('family_not_told', models.BooleanField()),
                ('by_exception', models.BooleanField(default=False)),
                ('unsafe', models.BooleanField(default=False, verbose_name='had gone by a way that is not safe')),
                ('regretted', models.BooleanField(default=False, verbose_name='should not have been shared')),
                ('happened_at', models.DateTimeField(null=True)),
                ('tell_by', models.DateField(null=True)),
                ('review_on', models.DateField(null=True)),
                ('receipt_due', models.DateField(null=True)),
                ('answer_due', models.DateField(null=True)),
                ('complete_by', models.DateTimeField(null=True)),
                ('recorded_at', models.DateTimeField(db_index=True, default=core.clock.now)),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to=settings.AUTH_USER_MODEL)),
                ('draft', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='decisions.draft')),
                ('follows', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='decisions.sharedecision')),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='records.record')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='question',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='decisions.sharedecision'),
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('what', models.CharField(choices=[('correction', 'Corrected'), ('completion', 'Completed'), ('arrived', 'Arrival confirmed'), ('not_arrived', 'Not arrived yet'), ('reply', 'They answered'), ('no_reply', 'No answer yet'), ('told', 'Told afterwards'), ('put_off', 'Telling put off again'), ('looked_again', 'Looked at again'), ('withdrawn', 'Agreement withdrawn'), ('agreed', 'Second person agrees'), ('overruled', 'Second person overrules'), ('kept', 'Kept from the Headteacher'), ('head_told', 'The Headteacher was told'), ('reopened', 'Reopened'), ('to_tell', 'A recipient has to be told of a correction'), ('recipient_told', 'Recipient told of a correction'), ('advice', 'Advice given later')], max_length=16)),
                ('due', models.DateField(null=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('about', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='told', to='decisions.event')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recipient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='decisions.decisionrecipient')),
                ('section', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.section')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='decisions.sharedecision')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='draft',
            name='follows',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reopened_as', to='decisions.sharedecision'),
        ),
        migrations.AddField(
            model_name='decisionrecipient',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recipients', to='decisions.sharedecision'),
        ),
        migrations.CreateModel(
            name='DecisionItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('whole', models.BooleanField()),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shared_in', to='records.record')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='decisions.sharedecision')),
            ],
        ),
        migrations.CreateModel(
            name='Completion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('purpose', models.CharField(blank=True, max_length=20)),
                ('channel', models.CharField(blank=True, choices=[('secure_email', 'Secure e-mail'), ('portal', 'The agency’s portal'), ('in_person', 'In person, to the named person'), ('called_back', 'Telephone, after calling back a number we hold'), ('tracked', 'Tracked delivery, signed for by the named person'), ('post', 'Ordinary post'), ('email', 'Ordinary e-mail'), ('message', 'A messaging app'), ('carried', 'Carried by a parent or child'), ('rang', 'Telephone, without calling back')], max_length=16)),
                ('against_wishes', models.BooleanField()),
                ('family_not_told', models.BooleanField()),
                ('by_exception', models.BooleanField()),
                ('tell_by', models.DateField(null=True)),
                ('receipt_due', models.DateField(null=True)),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.event')),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='completion', to='decisions.sharedecision')),
            ],
        ),
        migrations.CreateModel(
            name='TripWire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('concern', 'Another concern'), ('category', 'A new record of a kind'), ('no_reply', 'No reply by a date')], max_length=8)),
                ('on', models.DateField(null=True)),
                ('category', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.category')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trip_wires', to='decisions.sharedecision')),
            ],
        ),
        migrations.CreateModel(
            name='HarmAbout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='harm_about', to='decisions.draft')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pupils.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('draft', 'person'), name='harm_about_once')],
            },
        ),
        migrations.CreateModel(
            name='HarmTold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('at', models.DateTimeField(default=core.clock.now)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='harm_told', to='decisions.draft')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('draft', 'person'), name='told_of_harm_once')],
            },
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['decision', 'what'], name='events_of_decision'),
        ),
    ])
