"""The half that runs in a worker starts quickly, since it does without Polars."""

import subprocess
import sys

import pytest


@pytest.mark.system
def test_loading_a_file_needs_no_polars() -> None:
    program = (
        "import sys; from pipeline.intake.readers import calamine_values, delimited, load, parquet, workbooks; "
        "from pipeline.intake.readers.xml import ods; "
        "print('polars' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"
