"""`sarto` itself: what it tells of its verbs, and the schema."""

import json
from importlib.metadata import version

from support.cli_site import run


def test_with_no_arguments_it_explains_itself():
    answer = run()

    assert answer.exit_code == 0
    assert "sarto dev" in answer.output
    assert all(verb in answer.output for verb in ("check", "explain", "schema", "dev"))


def test_it_tells_its_version():
    assert version("sarto") in run("--version").output


def test_the_schema_knows_every_table_of_the_file():
    schema = json.loads(run("schema").output)

    assert {"audiences", "slots", "pages", "personas"} <= schema["properties"].keys()
    audience = schema["$defs"]["Audience"]["properties"]
    assert "mobile" in json.dumps(audience["device"])
