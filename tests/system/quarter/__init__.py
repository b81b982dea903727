"""A quarter of a company with 5,000 devices: ninety nights, six senders, and what goes wrong in such a time.

`company` is the truth, `life` what happens to it day by day, `senders` and `styles` the lists that six people make of
it, `belief` what a ledger must make of those lists, written apart from the product, `planted` and `by_day` what goes
wrong and when, `office` the drop folder with its nightly job, and `expected` what the digest of a night must say.
"""
