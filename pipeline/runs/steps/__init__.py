"""The steps that runs share, in the order of a run.

clock            the clock, the ids, and the time that each stage takes
output_paths     the paths that output may be written to
read_files       reading and checking the input files
reach/           the part of the ledger that the rows can reach; rows known to change nothing, left out
core_frames      conversion of frames for the core and back
merge_exports    exports that are loaded again, compared with the state that they showed
decide           the decision: from checked rows to everything that a run writes
check_limits     the limits, and the refusal of a plan that exceeds them
results          the frames and the report of a decision
validate_frames  the check of frames between the layers against their schemas
pending_results  results written during the commit, visible only after it
commit           the results, the commit and the analysts' copy, in this order
annotate         the findings of a check, written beside the files
log              the log of a run
"""
