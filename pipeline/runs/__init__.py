"""One module per thing a person can ask for. The only layer that reads the clock and makes ids.

    run, check, plan, apply, undo     spreadsheets in; a ledger, findings or a plan out
    map/                              how the columns of files are understood, and what is doubted
    stocktake/                        scanned codes compared with what is on record
    show, explain, query, where       questions about the ledger
    ledger_reports/                   reports of what is on record, for people
    receipts/                         what people sign for what a run handed to them
    guide                             the manual, page by page
    export, template                  workbooks to change or fill in, and to load again
    forget                            a person is erased
    ledger_safety                     verify, backup, restore, rebuild, publish
    lake/                             a ledger copied into a lake and back
    sweep/                            the nightly sweep of a drop folder
    digest/                           the differences between the drop folders and the ledger
    schedule/                         the nightly job for a scheduler, and the check that it ran
    monitoring/                       figures for a monitoring system, and sources that have fallen silent
    calls/                            what programs write over HTTP
    listings/                         lists for programs and pages
    jobs/                             files of programs, each job in a process of its own
    answers/                          what programs are told of a command, as an object and as JSON
    policies/                         the rules of a house, asked of what a run would leave
    steps/                            the steps that these share, in the order of a run

The command line and the Python functions (`pipeline.api`) call these modules, and nothing below them, but that the
command line starts the workers of `intake` first of all. Nothing is imported here, so that a command loads only what it
needs.
"""
