"""The words and signs for yes and no: English, French, German, Spanish, Italian, Dutch and Portuguese."""

_YES = "yes y true 1 1.0 x ✓ ✔ ✅ ☑ on oui vrai ja j wahr si sí s verdadero sì vero waar sim verdadeiro"
_NO = "no n false 0 0.0 ✗ ✘ ☐ off non faux nein falsch falso nee onwaar não nao"

YES, NO = (frozenset(words.split()) for words in (_YES, _NO))
