"""Calls over HTTP: what is written is decided and committed like the rows of sheets, the calls that wait together.

keys              who may call, and what each of them may
claims            the keys of what a call touches, by which two calls are known not to concern each other
writer            the queue of the calls that wait, and the thread that carries them out
group             one group of calls: decided as one run, and committed in one transaction
decision          the decision about their rows
devices_meant     which identifier is given, where it may be any
open_ledger       the ledger, held and open from one group to the next
publication       when what was committed is published
answer_parts      what answers are made of
assign_devices, unassign_devices, devices/    the calls themselves: their items, and their answers
"""
