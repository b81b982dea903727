"""Proof that nothing is lost, and the ways back: rules, replay, verify, backup, restore, rebuild."""
