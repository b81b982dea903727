"""The pages: what people see of the ledger in a browser. They call the functions that the HTTP API calls.

app         the application of the pages: its routes, and its errors as pages
middleware  which requests are for pages, and which for the API
sessions    who is signed in
visitors    who asks for a page, and what he or she may; the tokens of forms
operations  the requests of the API, as people read them
columns     the form on which one says how columns are read
limit_bars  the limits of a plan as bars
lookups     what pages look up of jobs, for the organization of the visitor alone
rendering   pages made of templates
statics     the files that pages load: style, script
routes/     one module per group of pages
"""
