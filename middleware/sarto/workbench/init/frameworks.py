"""The frameworks that are known by what builds their application, and the one line."""

from dataclasses import dataclass

IMPORT = "from sarto import Sarto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A framework: `package:maker` builds its application, `line` puts Sarto before."""

    name: str
    package: str
    maker: str
    line: str = ""  # of `{app}`, the application's name, and `{config}`
    is_asgi: bool = True

    def pasted(self, app: str, config: str) -> str:
        return self.line.format(app=app, config=config)


ADDED = '{app}.add_middleware(Sarto, config="{config}")'
WRAPPED = '{app} = Sarto({app}, config="{config}")'

FRAMEWORKS = (
    Framework(name="FastAPI", package="fastapi", maker="FastAPI", line=ADDED),
    Framework(name="Starlette", package="starlette", maker="Starlette", line=ADDED),
    Framework(name="Litestar", package="litestar", maker="Litestar", line=WRAPPED),
    Framework(
        name="Quart",
        package="quart",
        maker="Quart",
        line='{app}.asgi_app = Sarto({app}.asgi_app, config="{config}")',
    ),
    Framework(
        name="Django", package="django", maker="get_asgi_application", line=WRAPPED
    ),
    Framework(name="Flask", package="flask", maker="Flask", is_asgi=False),
)
