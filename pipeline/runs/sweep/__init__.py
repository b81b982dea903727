"""sweep: the nightly sweep of a drop folder. Every file is applied once, or refused once with its reason.

sweep             the sweep as a whole, in order
folders           the folders that the files of an inbox are moved to
inbox             the files in the inbox and its folders
unfinished_files  files that are still being written, or incomplete
claims            files taken out of the inbox, also by a sweep that was killed
originals         a copy of each file, in the archive
file_moves        moving files so that none is ever lost
batches           one batch: decided once, and finished even after a crash
own_files         workbooks that Rollcall wrote, which are no lists
refusals          a refused batch, with its annotated copies and its reasons
why_files         the text beside a refused file
fates             the fate of each file, for the report
finish            the steps after all batches
"""
