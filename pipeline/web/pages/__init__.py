"""The pages: what people see of the ledger in a browser. They call the functions that the HTTP API calls.

app         the application of the pages: its routes, and its errors as pages
door        which requests are for pages, and which for the API
sessions    who is signed in
visitors    who asks for a page, and what he or she may; the tokens of forms
operations  the requests of the API, as people read them
rendering   pages made of templates
statics     the files that pages load: style, script
routes/     one module per group of pages
"""
