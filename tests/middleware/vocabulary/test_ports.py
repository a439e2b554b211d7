from sarto.vocabulary.ports import Device, Location


def test_a_device_nobody_knows_is_another_one():
    assert Device() == Device(device="other", browser=None, os=None, bot=False)


def test_a_place_nobody_knows_is_nowhere():
    place = Location()
    assert {place.country, place.region, place.continent, place.city, place.zone} == {
        None
    }
    assert place.eu is None
