"""What the rooms above may want to know of people."""

from django.dispatch import Signal

# A role has come into force; sent in the transaction of the act, with ``membership``.
role_in_force = Signal()
