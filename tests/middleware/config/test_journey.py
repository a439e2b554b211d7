import pytest

STAGES = 'journey.stages = [{ name = "a" }, { name = "b", when = '
MADE = 'SARTO008: the stage "b" is made of stages (write what the visitor did instead)'
WRONG = [
    (STAGES + '{ stage = "a" } }]', f"1:49: {MADE}"),
    (STAGES + '{ not = { any = [{ stage = "a" }] } } }]', f"1:49: {MADE}"),
    (STAGES + '{ all = ["x"] } }]\naudiences.x.stage = "a"', f"1:49: {MADE}"),
    (
        STAGES + '{ all = ["z"] } }]\n[audiences]\nx.stage = "a"\n'
        'y.all = ["x", "x"]\nz.not = { all = ["y"] }\nu.all = ["y", "x"]',
        f"1:49: {MADE}",
    ),
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_a_stage_made_of_stages_is_told(wrong, text, told):
    assert wrong(text) == [told]


def test_a_stage_made_of_anything_else_is_fine(wrong):
    text = STAGES + '{ visits = ">=2", all = ["x"] } }]\naudiences.x.bot = false\n'
    assert wrong(text + 'audiences.y.stage = "a"') == []
