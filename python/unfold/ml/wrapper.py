"""What the estimators and models have in common: each drives its Java object."""

from py4j.java_gateway import JavaPackage
from pyspark import SparkContext
from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel

PACKAGE = "dev.unfold.ml"


def java_name(stage):
    """Returns the name of the Java class of a Python class.

    Raises RuntimeError if Spark has no such class.
    """
    name = f"{PACKAGE}.{stage.__name__}"
    found = SparkContext._active_spark_context._jvm
    for part in name.split("."):
        found = getattr(found, part)
    if isinstance(found, JavaPackage):
        raise RuntimeError(
            f"expected the class {name} in the JVM of Spark, found none; start Spark with the jar"
            " of Unfold, such as spark-submit --jars jobs/target/unfold.jar"
        )
    return name


class _StageReader(JavaMLReader):
    """Reads a stage by the Java class of the same name."""

    @classmethod
    def _java_loader_class(cls, clazz):
        return java_name(clazz)


class _Stage(JavaMLReadable, JavaMLWritable):
    """A stage with parameters, which is saved and loaded by its Java class."""

    @classmethod
    def read(cls):
        """Returns a reader of saved stages of this class."""
        return _StageReader(cls)

    def _set_defaults(self):
        for ancestor in reversed(type(self).__mro__):
            self._setDefault(**vars(ancestor).get("_defaults", {}))

    def _require(self, names):
        for name in names:
            if not self.hasParam(name):
                known = ", ".join(param.name for param in self.params)
                raise TypeError(
                    f"{type(self).__name__}: expected a parameter, found {name};"
                    f" the parameters are {known}"
                )


class JavaSequenceEstimator(_Stage, JavaEstimator):
    """An estimator whose Java class has the same name.

    Its constructor takes the parameters by their names, such as
    `SequenceClassifier(featuresCol="text", maxIter=3)`.
    """

    def __init__(self, **values):
        super().__init__()
        self._java_obj = self._new_java_obj(java_name(type(self)), self.uid)
        self._set_defaults()
        self._require(values)
        self._set(**values)

    def _create_model(self, java_model):
        from . import stages

        return getattr(stages, java_model.getClass().getSimpleName())(java_model)


class JavaSequenceModel(_Stage, JavaModel):
    """A model whose Java class has the same name. Estimators and `load` create it."""

    def __init__(self, java_model=None):
        super().__init__(java_model)
        self._set_defaults()
        if java_model is not None:
            self._transfer_params_from_java()
