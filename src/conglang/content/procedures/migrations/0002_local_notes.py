import conglang.kernel.ids
import django.db.models.deletion
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approval', '0002_lists_from_an_index'),
        ('media', '0002_composers_choose_files'),
        ('procedures', '0001_initial'),
        ('units', '0001_initial'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LocalNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('live', models.BooleanField(default=False, editable=False)),
                ('approved_hash', models.CharField(blank=True, editable=False, max_length=64, serialize=False)),
                ('uid', models.UUIDField(default=conglang.kernel.ids.uuid7, editable=False, unique=True)),
                ('procedure_uid', models.UUIDField(editable=False, null=True)),
                ('procedure_name', models.CharField(blank=True, editable=False, max_length=1000)),
                ('place', models.CharField(help_text='Such as “counter 2, ground floor”.', max_length=240, verbose_name='where in our office')),
                ('hours', models.CharField(max_length=240, verbose_name='opening hours')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='work telephone')),
                ('remarks', models.TextField(blank=True, help_text='What helps people here. It cannot change what the law says.', max_length=2000, verbose_name='remarks')),
                ('picture_alt', models.CharField(blank=True, help_text='One sentence for people who cannot see the picture.', max_length=255, verbose_name='what the photo shows')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.image', verbose_name='photo of a filled form')),
                ('approval', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', serialize=False, to='approval.approval')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
                ('unit', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit')),
            ],
            options={
                'verbose_name': 'local note on procedures',
                'verbose_name_plural': 'local notes on procedures',
                'ordering': ['-pk'],
                'abstract': False,
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('live', False), ('approval__isnull', False), _connector='OR'), name='procedures_localnote_live_is_approved'), models.UniqueConstraint(fields=('unit', 'procedure_uid'), name='local_note_once'), models.UniqueConstraint(condition=models.Q(('procedure_uid', None)), fields=('unit',), name='local_note_for_all_once')],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
    ]
