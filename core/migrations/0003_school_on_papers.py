from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_access_until'),
    ]

    operations = [
        migrations.AddField('school', 'address', models.CharField(blank=True, max_length=200, verbose_name='address')),
        migrations.AddField(
            'school', 'complaints', models.TextField(blank=True, max_length=600, verbose_name='how to complain')
        ),
        migrations.AddField(
            'school',
            'telephone',
            models.CharField(blank=True, max_length=30, verbose_name='telephone of the school'),
        ),
    ]
