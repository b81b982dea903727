"""The nightly job for cron, systemd and Windows, and whether the last night ran."""
