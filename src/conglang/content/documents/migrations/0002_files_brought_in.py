import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0001_initial'),
        ('media', '0003_scans_and_quarantine'),
        ('units', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Drop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='source')),
                ('at', models.DateTimeField(verbose_name='brought in at')),
                ('acting_unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='brought in by')),
                ('unit', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'verbose_name': 'files brought in',
                'ordering': ['-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DroppedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, verbose_name='file')),
                ('sha256', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('waiting', 'waits to be read'), ('pages', 'its pages are being read'), ('draft', 'draft made'), ('known', 'in the register already'), ('refused', 'not taken in'), ('stopped', 'stopped and locked away')], default='waiting', max_length=10, verbose_name='state')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('personal', models.PositiveIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='dropped', to='documents.officialdocument')),
                ('drop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='documents.drop')),
                ('stored', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.document')),
                ('unit', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'verbose_name': 'file brought in',
                'ordering': ['pk'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['drop', 'state'], name='dropped_state'), models.Index(fields=['unit', 'sha256'], name='dropped_content')],
                'constraints': [models.UniqueConstraint(fields=('drop', 'name', 'sha256'), name='dropped_once')],
            },
        ),
    ]
