"""The templates of pages: values put into them are escaped, and a missing value is an error."""

from __future__ import annotations

from functools import cache

import jinja2

from pipeline.outputs.messages.plurals import number


@cache
def environment(package: str) -> jinja2.Environment:
    """The templates that lie in a package; once for a process, since to compile one takes longer than to fill it in."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader(package, "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["count"] = number
    return made
