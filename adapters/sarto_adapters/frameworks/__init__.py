"""One verb for every framework: `install` puts Sarto before an application."""
