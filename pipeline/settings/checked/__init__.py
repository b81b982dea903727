"""How values of settings are checked: by plain rules where they are of their types already, else by Pydantic.

    facts         what a class of settings says of its values: bounds, rules, what comes before and after them
    section       the class that all settings stand on
    plain_values  values that need no Pydantic to be known as right
    models        the models of Pydantic that say the same of values, made when they are needed

Pydantic takes as long to load, and to make its models, as a small file takes to be decided. Most settings are at their
defaults, and most of those that are given are of their types, or words and figures of a variable of the environment. So
it is asked only about what the plain rules do not know, which includes all that is wrong: what is said of a mistake is
Pydantic's alone.
"""

from pipeline.settings.checked.facts import After, Before, Bounds, rule
from pipeline.settings.checked.section import Section, mistake

__all__ = ["After", "Before", "Bounds", "Section", "mistake", "rule"]
