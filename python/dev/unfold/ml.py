"""The classes of unfold.ml by the name of their Java package.

PySpark looks for the Python class of a stage of a loaded pipeline by the name of its Java class.
"""

from unfold.ml import *  # noqa: F401,F403
