"""The HTTP API: it reads a request, calls one function of `runs`, and writes its answer. Nothing is decided here.

app           the application: its routes, its OpenAPI document, its beginning and its end
routes/       one module per document: its paths, and models with its field names, descriptions and examples
callers       who calls: keys, and what they may
tokens        who calls: tokens of another service
house         what all requests share
addresses     of whoever calls: this machine, and those that the settings name
requests      what happens to each of them first
openapi       the document that tells what is answered
server        where it listens, and how it ends
quotas        how much one key may ask for, and how large a request may be
reads         what routes that read have in common
writes        how a route has a call carried out
jobs          how the answers to jobs are made
problems      failures as answers: problem details, or what the document of the route says
"""
