"""The words for each limit: what it is called, and how an example of what its figure is made of is told."""

from collections.abc import Mapping

from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class LimitWords:
    """The name of a limit, as in `devices created`; and the template of an example.

    The fields are those of `schemas.frames.plan.LIMIT_EXAMPLES`; `count_devices`, `count_rows` and `total_devices` have
    their noun, `place` is where a row stands, and `had` names the file before, where that has another name.
    """

    name: str
    example: str


POLICY = "policy"  # not a limit, but allowed like one: `policy=NAME` lets a run break that policy

LIMIT_WORDS: Mapping[str, LimitWords] = {
    "unassign_percent": LimitWords("open ownerships unassigned", "{subject} loses {count} of {total_devices}"),
    "reassign_percent": LimitWords(
        "open ownerships passed to another owner", "{subject} passes on {count} of {total_devices}"
    ),
    "create_percent": LimitWords("devices created", "{subject}: {count_devices}"),
    "new_owners": LimitWords("owners created", "{subject}"),
    "emptied_owners": LimitWords("owners who lose all their devices", "{subject} had {total_devices}"),
    "fewer_rows_percent": LimitWords("rows fewer than last time", "{subject} has {count_rows}, and {had} {total}"),
    "exchanged_identifiers": LimitWords(
        "devices and people who get the identifier of another one", "{value} from {former} to {subject}"
    ),
    "corrected_identifiers": LimitWords(
        "devices whose serial number, or what else they are known by, is another one", "{former} becomes {value}"
    ),
    "emptied_values": LimitWords("devices or people of which one fact is emptied", "{subject} {count} times"),
    "money": LimitWords("purchase price of all devices touched", "{subject} at {amount}"),
    "backdate_days": LimitWords("days of back-dating", "{subject} from {at}{place}"),
}
