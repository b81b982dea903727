"""Two recordings beside each other.

recordings   all scenes, several at once
documents    one document against the other; rows: those of tables
difference   one thing that is not the same
wording      changed sentences, each told once
known        differences that are meant
report       all of it for a person
"""

from tests.system.same_answers.compare.known import Known, read_known
from tests.system.same_answers.compare.recordings import Comparison, compare
from tests.system.same_answers.compare.report import report_lines

__all__ = ["Comparison", "Known", "compare", "read_known", "report_lines"]
