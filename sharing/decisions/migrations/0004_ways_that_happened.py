from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('decisions', '0003_needed_by_and_answer_due'),
    ]

    operations = [
        migrations.AlterField(
            model_name='completion',
            name='channel',
            field=models.CharField(blank=True, choices=[('secure_email', 'Secure e-mail'), ('portal', 'The agency’s portal'), ('in_person', 'In person, to the named person'), ('called_back', 'Telephone, after calling back a number we hold'), ('tracked', 'Tracked delivery, signed for by the named person'), ('post', 'Ordinary post'), ('email', 'Ordinary e-mail'), ('message', 'A messaging app'), ('carried', 'Carried by a parent or child'), ('rang', 'Telephone, without calling back'), ('text_message', 'Text message'), ('voicemail', 'Voicemail'), ('fax', 'Fax'), ('memory_stick', 'Memory stick'), ('own_telephone', 'A member of staff’s own telephone')], max_length=16),
        ),
        migrations.AlterField(
            model_name='sharedecision',
            name='channel',
            field=models.CharField(blank=True, choices=[('secure_email', 'Secure e-mail'), ('portal', 'The agency’s portal'), ('in_person', 'In person, to the named person'), ('called_back', 'Telephone, after calling back a number we hold'), ('tracked', 'Tracked delivery, signed for by the named person'), ('post', 'Ordinary post'), ('email', 'Ordinary e-mail'), ('message', 'A messaging app'), ('carried', 'Carried by a parent or child'), ('rang', 'Telephone, without calling back'), ('text_message', 'Text message'), ('voicemail', 'Voicemail'), ('fax', 'Fax'), ('memory_stick', 'Memory stick'), ('own_telephone', 'A member of staff’s own telephone')], max_length=16),
        ),
    ]
