from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """The log: entries, sealing, checkpoints, and the verifier that needs nothing but Python."""

    name = "core.audit"

    def ready(self) -> None:
        from core.audit import entries, triggers
        from core.audit.models import Checkpoint, Entry, EntryManager, Pending, Seal

        EntryManager.write = staticmethod(entries.write)
        for model in (Entry, Seal, Checkpoint):
            triggers.append_only(model)
        triggers.note_pending(Entry, Pending)
        connection_created.connect(triggers.refuse_replace)
        # A later migration may rebuild a table on SQLite and drop its triggers without a word.
        post_migrate.connect(triggers.install_after_migrating, sender=self)
