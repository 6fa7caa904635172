"""Runs autobahntestsuite (Python 2.7) from a folder made by "pip install --target": wstest.py FOLDER ARGUMENTS..."""
import site
import sys

folder = sys.argv[1]
site.addsitedir(folder)  # reads the .pth files that make its namespace packages work
sys.path.insert(0, folder)
sys.argv = ["wstest"] + sys.argv[2:]

from autobahntestsuite.wstest import run  # noqa: E402

run()
