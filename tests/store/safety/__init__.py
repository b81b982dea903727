"""Proof that nothing is lost: verify, backup, restore, rebuild."""
