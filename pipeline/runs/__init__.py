"""One module per thing a person can ask for. The only layer that reads the clock and makes ids.

    run, check, plan, apply, undo     spreadsheets in; a ledger, findings or a plan out
    show, explain, query              questions about the ledger
    guide                             the manual, page by page
    export, template                  workbooks to change or fill in, and to load again
    ledger_safety                     verify, backup, restore, rebuild, publish
    sweep/                            the nightly sweep of a drop folder
    digest/                           the differences between the drop folders and the ledger
    schedule/                         the nightly job for a scheduler, and the check that it ran
    calls/                            what programs write over HTTP
    listings/                         lists for programs, page by page
    jobs/                             files of programs, each job in a process of its own
    reports/                          what programs are told of a command
    steps/                            the steps that these share, in the order of a run

The command line and the Python functions (`pipeline.api`) call these modules, and nothing below them, but that the
command line starts the workers of `intake` first of all. Nothing is imported here, so that a command loads only what it
needs.
"""
