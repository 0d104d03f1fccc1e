from django.db import migrations

from penholder.record.triggers import only_grows


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0001_initial")]
    operations = [only_grows("frameworks_versionstatement")]
