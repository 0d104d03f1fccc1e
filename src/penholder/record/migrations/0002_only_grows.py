from django.db import migrations

from penholder.record.triggers import only_grows


def make_head(apps, schema):
    apps.get_model("record", "Head").objects.create(pk=1, size=0)


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [
        migrations.RunPython(make_head, migrations.RunPython.noop),
        only_grows("record_entry", "record_storedhash", "record_checkpoint"),
    ]
