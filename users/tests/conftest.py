import pytest

from users.tests import makers


@pytest.fixture(autouse=True)
def post(settings):
    """Codes go to a post office of the test's own, and welcomes into a list."""
    settings.USERS_CODE_SENDER = "users.tests.makers.send"
    settings.USERS_WELCOME = ["users.tests.makers.welcome"]
    settings.LOGIN_REDIRECT_URL = "users:settings"
    settings.LOGOUT_REDIRECT_URL = "account_login"
    makers.office.sent.clear()
    makers.office.broken = False
    makers.welcomed.clear()
    return makers.office
