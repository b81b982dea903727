"""The changes of a run, as frames of its results and as values for programs.

story       the frames of actions, of what was created, and of what was before
people      what people sheets change, in words
values      each value that changes, one by one
"""
