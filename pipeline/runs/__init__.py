"""One module per thing a person can ask for. The only place that reads the clock and makes ids.

    run, check, plan, apply, undo     spreadsheets in; a ledger, findings or a plan out
    show, explain, query              questions
    guide                             the manual, page by page
    export, template                  workbooks to fill in and give back
    ledger_safety                     verify, backup, restore, rebuild, publish
    sweep/                            the nightly run over a drop folder
    digest/                           what the drop folders say and the ledger does not, and why
    schedule/                         what runs the sweep every night, and whether it did
    steps/                            what these share, in the order of a run

The command line, the web page and the nightly run call these and nothing below them. Nothing is imported here, so that
a command loads only what it needs.
"""
