"""The wheel holds copies of notebooks/ and templates/ in the package; an editable install uses the checkout's own."""

from pathlib import Path
from shutil import copytree, ignore_patterns, rmtree

from setuptools import setup
from setuptools.command.build_py import build_py

KIT = ("notebooks", "templates")


class BuildWithKit(build_py):
    """What setuptools builds, with the kit's folders in it."""

    def run(self) -> None:
        """Build afresh: a module that has moved is not shipped from where it was."""
        built = Path(self.build_lib) / "acctlib"
        if not self.editable_mode:
            rmtree(built, ignore_errors=True)
        super().run()
        if not self.editable_mode:
            for name in KIT:
                copytree(name, built / name, ignore=ignore_patterns(".*", "__pycache__"))


setup(cmdclass={"build_py": BuildWithKit})
