"""The steps that runs share, in the order of a run.

clock            the clock, the ids, and how long each stage takes
output_paths     where files may be written
read_files       files, read and checked
resting_rows     rows known to ask for nothing, left out of the comparison
core_frames      frames on their way into the core and back
merge_exports    exports that came back, compared with what they showed
decide           from checked rows to everything that a run would write
check_limits     how far a decision goes, and its refusal where that is too far
results          the frames and the report that tell of a decision
validate_frames  the Pandera models that frames between the layers are held to
pending_results  results written beside the commit, visible only after it
commit           the results, the commit and the analysts' copy, in this order
annotate         the findings of a check, written beside the files
log              the log of a run that nobody watches
"""
