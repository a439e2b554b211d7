from sarto.config.model import SartoToml


def test_the_schema_speaks_the_contract_s_names():
    definitions = SartoToml.model_json_schema()["$defs"]
    assert {"from", "until"} <= definitions["Show"]["properties"].keys()
    assert "start" not in definitions["Show"]["properties"]


def test_the_schema_allows_a_text_for_a_list_of_one():
    show = SartoToml.model_json_schema()["$defs"]["Show"]["properties"]
    assert show["to"]["anyOf"][:2] == [
        {"type": "string"},
        {"type": "array", "items": {"type": "string"}, "minItems": 1},
    ]


def test_the_schema_of_a_moment_is_a_date_with_or_without_a_time():
    show = SartoToml.model_json_schema()["$defs"]["Show"]["properties"]
    formats = {one.get("format") for one in show["from"]["anyOf"]}
    assert {"date", "date-time"} <= formats
