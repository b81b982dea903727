"""Jobs: what programs ask for over HTTP by files, each carried out by a process of its own.

A process of its own, since files may be large and take long, and since it opens the ledger as any other command does.

folder      the folder of a job: what is asked, its files, how far it is, and what came of it
jobs        the jobs of a server: begun, two at a time, and looked up
repeats     jobs that are asked for again under the same key
work        what the process of a job does
columns     how the columns of lists are read, as a job tells it
kept_rows   the rows that a job leaves for people to look at, page by page
made_reports   a report of what is on record, or of a stocktake, made by a job
kept_reports   such a report as it was made, part by part
made_workbooks an empty workbook, or what is on record
report_files   such a report as workbook, page or CSV
one_organization    a job sees and changes nothing but its own organization
"""
