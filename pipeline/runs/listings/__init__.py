"""Lists for programs that read the ledger over HTTP: pages by cursors, each of one organization.

cursors      where a list goes on, and as of when
ownerships   who had which device from when to when; and whether that covers a window of time
devices      the devices, with the id of each
"""
