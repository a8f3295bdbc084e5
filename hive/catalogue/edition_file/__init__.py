"""Edition files: YAML in, a HiveModel or the whole list of faults out. No database."""

from hive.catalogue.edition_file.edition import EditionFile, read_edition, read_edition_file
from hive.catalogue.edition_file.entries import EditionFaults, Fault

__all__ = ["EditionFaults", "EditionFile", "Fault", "read_edition", "read_edition_file"]
