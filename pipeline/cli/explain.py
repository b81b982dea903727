"""explain: tell the story of one device or person, from the cells of the input files to the ownerships."""

from __future__ import annotations

import click

from pipeline.cli.options import Globals, global_options, setting


@click.command(epilog="Example: rollcall explain 5CG1234ABC")
@click.argument("identifier")
@click.option("--org", metavar="ORG", help="Only in this organization.")
@setting("wait")
@global_options
@click.pass_context
def explain(context: click.Context, /, identifier: str, org: str | None, wait: float | None) -> None:
    """Tell the whole story of a device or a person.

    IDENTIFIER is the serial number, asset tag, MAC address or device number of a device, or its name where no other
    device has it; or the e-mail address, number, login or name of a person.

    Which cell of which file, by which rule and which line of which plan, led to each event and each ownership.
    """
    from pipeline.cli.render import explain_tree, person_tree
    from pipeline.runs import explain
    from pipeline.store import OwnerStory

    chosen: Globals = context.obj
    settings = chosen.settings_of_ledger(wait=wait)
    story = explain.explain(identifier, org, settings)
    if isinstance(story, OwnerStory):
        if chosen.json:
            click.echo(person_tree.person_json(identifier, story))
        else:
            person_tree.print_person(identifier, story, settings.timezone)
    elif chosen.json:
        click.echo(explain_tree.story_json(identifier, story))
    else:
        explain_tree.print_story(identifier, story, settings.timezone)
