"""The pages of reports, receipts and stocktakes.

asked        what is asked for on the form of a report
made         reports of what is on record: which there are, and one that was made
receipts     the receipts of a run
stocktakes   scans against what is on record, and the plan of the places
shown        a report that was made, part by part, and its files
"""
