"""What breaks in earnest: killed processes, full disks, restarts, and what is left afterwards."""
