"""What is done with the log beside writing it: sealing, exporting, purging, verifying, looking."""

from hive.audit.workflow.exporting import export_chosen, export_due
from hive.audit.workflow.looking import note_look
from hive.audit.workflow.purging import purge_due
from hive.audit.workflow.sealing import seal_due
from hive.audit.workflow.verifying import verify_due

__all__ = ["export_chosen", "export_due", "note_look", "purge_due", "seal_due", "verify_due"]
