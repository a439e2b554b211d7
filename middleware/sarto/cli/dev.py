"""`sarto dev`."""

from pathlib import Path

import click

from sarto.cli.endings import refused, tell, wrong_use
from sarto.cli.options import CONFIG, HOST, PORT


@click.command()
@click.argument("target", required=False, metavar="[APP|DIR|URL]")
@CONFIG
@HOST
@PORT
def dev(target: str | None, config: Path, host: str, port: int) -> None:
    """Serve an app, a folder or a running site, with a bar to switch visitor."""
    from sarto.config.config import Config
    from sarto.errors import ConfigError
    from sarto.workbench.dev import DevSite, TargetError, served
    from sarto.workbench.order import Order

    try:
        read, app = Config.read(config), served(target, config)
        site, order = DevSite(app, config), Order.of(app)
    except ConfigError as error:
        refused(error.findings, config)
    except TargetError as error:
        wrong_use(str(error))
    if findings := order.findings(target or str(read.toml.dev.app), read):
        tell(findings, config)
    for remark in order.remarks:
        click.echo(remark, err=True)
    site.run(host=host, port=port)
