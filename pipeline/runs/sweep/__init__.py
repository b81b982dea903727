"""sweep: the nightly run over a drop folder. Every file is applied once, or refused once with its reason.

sweep             the whole night, in order
folders           the folders where the files of an inbox go
inbox             what lies in the inbox and its folders
unfinished_files  files that somebody still writes to, or that are not whole
claims            files taken out of the inbox; what a killed sweep had taken
originals         a copy of each file, in the archive
file_moves        files moved so that nothing is lost whatever happens
batches           one batch: decided once, finished whatever happens
refusals          a refused batch, with its annotated copies and its reasons
why_files         what people are told of it
fates             what became of each file
finish            what is done once after all batches
metrics           what the last sweep did, for monitoring
"""
