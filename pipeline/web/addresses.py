"""Addresses of whoever calls: that of this machine, and those that the settings name."""

from __future__ import annotations

from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network


def is_loopback(host: str) -> bool:
    """True for an address that only this machine reaches."""
    address = _address(host)
    return host.casefold() == "localhost" if address is None else address.is_loopback


def is_among(host: str, named: tuple[str, ...]) -> bool:
    """True for one of these addresses, or one within them; False for what is no address."""
    address = _address(host)
    return address is not None and any(address in network for network in _networks(named))


def _address(host: str) -> IPv4Address | IPv6Address | None:
    """The address; None where it is none. A server that listens to both kinds is told an IPv4 address within IPv6."""
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


@cache
def _networks(named: tuple[str, ...]) -> list[IPv4Network | IPv6Network]:
    return [ip_network(one) for one in named]
