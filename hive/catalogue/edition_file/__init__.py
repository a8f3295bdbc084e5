"""Edition files: YAML in, a HiveModel or the whole list of faults out. No database."""

from hive.catalogue.edition_file.document import load_document
from hive.catalogue.edition_file.edition import (
    EditionFile,
    read_document,
    read_edition,
    read_edition_file,
)
from hive.catalogue.edition_file.entries import EditionFaults, Fault

__all__ = [
    "EditionFaults",
    "EditionFile",
    "Fault",
    "load_document",
    "read_document",
    "read_edition",
    "read_edition_file",
]
