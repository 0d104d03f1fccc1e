from django.db import migrations

from penholder.record.triggers import never_replaced


class Migration(migrations.Migration):
    """REPLACE and TRUNCATE go past the triggers on UPDATE and DELETE, in every table that may only grow."""

    dependencies = [("record", "0003_files_not_rows"), ("frameworks", "0002_only_grows")]
    operations = [
        never_replaced("record_entry", ("id",), ("index",)),
        never_replaced("frameworks_versionstatement", ("id",), ("version_id", "statement_id")),
    ]
