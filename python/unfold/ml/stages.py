"""The estimators and models. Written by a test from the Java classes: do not edit."""

from __future__ import annotations

from typing import List

from pyspark.ml.param import Param, Params, TypeConverters

from .wrapper import JavaSequenceEstimator, JavaSequenceModel


class ClassParams(Params):
    """The parameters for the columns of predicted classes."""

    probabilityCol: Param[str] = Param(
        Params._dummy(),
        "probabilityCol",
        "The column for the vector of the probabilities of all classes. \"\": none.",
        TypeConverters.toString,
    )

    rawPredictionCol: Param[str] = Param(
        Params._dummy(),
        "rawPredictionCol",
        "The column for the vector of the natural logarithms of the probabilities. \"\": none.",
        TypeConverters.toString,
    )

    _defaults = {
        "probabilityCol": "probability",
        "rawPredictionCol": "rawPrediction",
    }

    def getProbabilityCol(self) -> str:
        """Returns the column of the probabilities of all classes; "" for none."""
        return self.getOrDefault(self.probabilityCol)

    def getRawPredictionCol(self) -> str:
        """Returns the column of the logarithms of the probabilities; "" for none."""
        return self.getOrDefault(self.rawPredictionCol)


class NextParams(Params):
    """The parameter for the input column whose next value is the target."""

    nextCol: Param[str] = Param(
        Params._dummy(),
        "nextCol",
        "The one of inputCols whose next value is predicted. \"\": the only one whose next value "
        "can be.",
        TypeConverters.toString,
    )

    _defaults = {
        "nextCol": "",
    }

    def getNextCol(self) -> str:
        """Returns the input column whose next value is predicted; "" for the only possible one."""
        return self.getOrDefault(self.nextCol)


class ColumnParams(Params):
    """The parameters for the columns that are read and added, and for the sequences of rows."""

    featuresCol: Param[str] = Param(
        Params._dummy(),
        "featuresCol",
        "The column of the sequence.",
        TypeConverters.toString,
    )

    inputCols: Param[List[str]] = Param(
        Params._dummy(),
        "inputCols",
        "Columns that are read together, in place of featuresCol.",
        TypeConverters.toListString,
    )

    inputKinds: Param[List[str]] = Param(
        Params._dummy(),
        "inputKinds",
        "The kind of each input column, such as words, characters, categories, numbers, time or "
        "frames. Default: what the type of the column suggests.",
        TypeConverters.toListString,
    )

    inputInto: Param[List[str]] = Param(
        Params._dummy(),
        "inputInto",
        "Where the network reads each input column: steps, first-state (the initial states of "
        "recurrent layers) or both. Default: steps.",
        TypeConverters.toListString,
    )

    audio: Param[List[str]] = Param(
        Params._dummy(),
        "audio",
        "The acoustic features of input columns that are recordings, each as KEY=VALUE with a "
        "key of corpus.input.audio, such as features=mfcc.",
        TypeConverters.toListString,
    )

    predictionCol: Param[str] = Param(
        Params._dummy(),
        "predictionCol",
        "The column for the prediction.",
        TypeConverters.toString,
    )

    validationIndicatorCol: Param[str] = Param(
        Params._dummy(),
        "validationIndicatorCol",
        "The boolean column that is true in rows for validation, which are not trained on.",
        TypeConverters.toString,
    )

    weightCol: Param[str] = Param(
        Params._dummy(),
        "weightCol",
        "Column with a weight of at least 0 for each row; \"\": all are 1. (corpus.weight.column)",
        TypeConverters.toString,
    )

    sequenceCols: Param[List[str]] = Param(
        Params._dummy(),
        "sequenceCols",
        "The columns whose values together identify the sequence of a row: texts, whole numbers "
        "or booleans. []: all rows are one sequence. (corpus.sequence.by)",
        TypeConverters.toListString,
    )

    orderCols: Param[List[str]] = Param(
        Params._dummy(),
        "orderCols",
        "The columns by whose values the rows of a sequence are ordered: numbers, or timestamps "
        "as in 2026-01-31T23:59:59.5. []: each row is an example. (corpus.sequence.order)",
        TypeConverters.toListString,
    )

    gap: Param[float] = Param(
        Params._dummy(),
        "gap",
        "Seconds between two rows, by the first of these columns, above which a new sequence "
        "starts. 0: none does. (corpus.sequence.gap)",
        TypeConverters.toFloat,
    )

    windowLength: Param[int] = Param(
        Params._dummy(),
        "windowLength",
        "Maximum number of steps of a part; 0: the whole sequence is one. "
        "(corpus.sequence.window.length)",
        TypeConverters.toInt,
    )

    windowStride: Param[int] = Param(
        Params._dummy(),
        "windowStride",
        "Distance between the first steps of two parts, at most their length. "
        "(corpus.sequence.window.stride)",
        TypeConverters.toInt,
    )

    _defaults = {
        "featuresCol": "features",
        "gap": 0.0,
        "orderCols": [],
        "predictionCol": "prediction",
        "sequenceCols": [],
        "weightCol": "",
        "windowLength": 0,
        "windowStride": 1,
    }

    def getFeaturesCol(self) -> str:
        """Returns the column of the sequence."""
        return self.getOrDefault(self.featuresCol)

    def getInputCols(self) -> List[str]:
        """Returns the columns that are read together."""
        return self.getOrDefault(self.inputCols)

    def getInputKinds(self) -> List[str]:
        """Returns the kinds of the input columns."""
        return self.getOrDefault(self.inputKinds)

    def getInputInto(self) -> List[str]:
        """Returns where the network reads the input columns."""
        return self.getOrDefault(self.inputInto)

    def getAudio(self) -> List[str]:
        """Returns the settings of the acoustic features of recordings."""
        return self.getOrDefault(self.audio)

    def getPredictionCol(self) -> str:
        """Returns the column of the prediction."""
        return self.getOrDefault(self.predictionCol)

    def getValidationIndicatorCol(self) -> str:
        """Returns the column that marks rows for validation."""
        return self.getOrDefault(self.validationIndicatorCol)

    def getWeightCol(self) -> str:
        """Returns the column of the weights of rows; "" for none."""
        return self.getOrDefault(self.weightCol)

    def getSequenceCols(self) -> List[str]:
        """Returns the columns that identify the sequence of a row."""
        return self.getOrDefault(self.sequenceCols)

    def getOrderCols(self) -> List[str]:
        """Returns the columns that order the rows of a sequence."""
        return self.getOrDefault(self.orderCols)

    def getGap(self) -> float:
        """Returns the seconds above which a new sequence starts."""
        return self.getOrDefault(self.gap)

    def getWindowLength(self) -> int:
        """Returns the maximum number of steps of a part of a sequence."""
        return self.getOrDefault(self.windowLength)

    def getWindowStride(self) -> int:
        """Returns the distance between the first steps of two parts."""
        return self.getOrDefault(self.windowStride)


class NetworkParams(Params):
    """The parameters of the network."""

    cell: Param[str] = Param(
        Params._dummy(),
        "cell",
        "The type of the layers, if layers is a number. (network.cell)",
        TypeConverters.toString,
    )

    numLayers: Param[int] = Param(
        Params._dummy(),
        "numLayers",
        "The layers, from the lowest to the highest: a list of up to 64 entries, each with a "
        "type and its keys, as in [{ type = lstm, hidden = 512 }, { type = gru }]; or a number, "
        "which stands for so many layers of the type of cell. A key that an entry leaves out "
        "has the value that network gives it. docs/configuration.md lists the types and their "
        "keys. (network.layers)",
        TypeConverters.toInt,
    )

    hiddenSize: Param[int] = Param(
        Params._dummy(),
        "hiddenSize",
        "H: width of each recurrent layer in each direction, of each dense and time-delay "
        "layer, and number of gated units of each dilated convolution. 1 to 16384. "
        "(network.hidden)",
        TypeConverters.toInt,
    )

    embeddingSize: Param[int] = Param(
        Params._dummy(),
        "embeddingSize",
        "E: width of the embedding. 1 to 16384. (network.embedding)",
        TypeConverters.toInt,
    )

    dropout: Param[float] = Param(
        Params._dummy(),
        "dropout",
        "Probability that an activation is dropped, on the output of the embedding, between "
        "layers and before the softmax (Zaremba et al. 2014, arXiv 1409.2329). At least 0 and "
        "below 1. (network.dropout)",
        TypeConverters.toFloat,
    )

    bidirectional: Param[bool] = Param(
        Params._dummy(),
        "bidirectional",
        "Whether each recurrent layer has a second one that reads from the end to the start, "
        "with concatenated outputs (Schuster and Paliwal 1997); for tagger, sequence-to-vector, "
        "ctc, hybrid and sequence-to-sequence, where it applies to the encoder. "
        "(network.bidirectional)",
        TypeConverters.toBoolean,
    )

    _defaults = {
        "bidirectional": False,
        "cell": "lstm",
        "dropout": 0.0,
        "embeddingSize": 64,
        "hiddenSize": 256,
        "numLayers": 1,
    }

    def getCell(self) -> str:
        """Returns the type of the layers."""
        return self.getOrDefault(self.cell)

    def getNumLayers(self) -> int:
        """Returns the number of layers."""
        return self.getOrDefault(self.numLayers)

    def getHiddenSize(self) -> int:
        """Returns the width of a layer."""
        return self.getOrDefault(self.hiddenSize)

    def getEmbeddingSize(self) -> int:
        """Returns the width of the embedding."""
        return self.getOrDefault(self.embeddingSize)

    def getDropout(self) -> float:
        """Returns the probability that an activation is dropped."""
        return self.getOrDefault(self.dropout)

    def getBidirectional(self) -> bool:
        """Returns whether layers read in both directions."""
        return self.getOrDefault(self.bidirectional)


class TrainingParams(Params):
    """The parameters of training."""

    maxIter: Param[int] = Param(
        Params._dummy(),
        "maxIter",
        "Passes over the corpus. At least 1. May grow when a run is resumed. (training.epochs)",
        TypeConverters.toInt,
    )

    optimizer: Param[str] = Param(
        Params._dummy(),
        "optimizer",
        "sgd, rmsprop (Tieleman and Hinton 2012), adam (Kingma and Ba 2015, arXiv 1412.6980) or "
        "adagrad (Duchi et al. 2011). (training.optimizer.kind)",
        TypeConverters.toString,
    )

    stepSize: Param[float] = Param(
        Params._dummy(),
        "stepSize",
        "Learning rate before any schedule or scaling. At least 0. About 0.002 suits adam and "
        "rmsprop, 0.05 adagrad; sgd needs about 1 with clip.norm = 5. "
        "(training.optimizer.learning-rate)",
        TypeConverters.toFloat,
    )

    numShards: Param[int] = Param(
        Params._dummy(),
        "numShards",
        "W: logical workers; each trains its own part of the corpus. Affects the result, "
        "independent of the size of the cluster; up to W cores work at a time. 1 to 65536. "
        "(training.shards)",
        TypeConverters.toInt,
    )

    batchSize: Param[int] = Param(
        Params._dummy(),
        "batchSize",
        "B: lanes of a shard, rows of its minibatch. 1 to 65536. (training.batch)",
        TypeConverters.toInt,
    )

    truncationLength: Param[int] = Param(
        Params._dummy(),
        "truncationLength",
        "T: tokens of a chunk, the reach of truncated back-propagation through time. If it is "
        "at least the length of a lane, this is full back-propagation. Ignored by networks that "
        "read whole examples: bidirectional ones, decoders, ctc, crf and dl4j. 1 to 1000000. "
        "(training.steps)",
        TypeConverters.toInt,
    )

    patience: Param[int] = Param(
        Params._dummy(),
        "patience",
        "Validations without a better one after which the run ends; 0 means never. There is one "
        "at the end of each epoch, and more with evaluation.every-rounds. (training.patience)",
        TypeConverters.toInt,
    )

    positive: Param[str] = Param(
        Params._dummy(),
        "positive",
        "The label or tag that roc-auc, average-precision, threshold-precision and "
        "threshold-recall are about; \"\": the second of two labels in the order of their bytes, "
        "and the mean over all of more. (evaluation.positive)",
        TypeConverters.toString,
    )

    seed: Param[int] = Param(
        Params._dummy(),
        "seed",
        "Seed of everything random. A whole number of 64 bits. (training.seed)",
        TypeConverters.toInt,
    )

    settings: Param[List[str]] = Param(
        Params._dummy(),
        "settings",
        "Further settings, each as KEY=VALUE with a key of docs/configuration.md.",
        TypeConverters.toListString,
    )

    checkpointDir: Param[str] = Param(
        Params._dummy(),
        "checkpointDir",
        "A folder that all machines can access. A fit with the same parameters and the same "
        "rows as an interrupted one resumes there. Default: a temporary folder.",
        TypeConverters.toString,
    )

    _defaults = {
        "batchSize": 32,
        "maxIter": 5,
        "numShards": 2,
        "optimizer": "adam",
        "patience": 0,
        "positive": "",
        "seed": 1,
        "stepSize": 0.002,
        "truncationLength": 50,
    }

    def getMaxIter(self) -> int:
        """Returns the number of epochs."""
        return self.getOrDefault(self.maxIter)

    def getOptimizer(self) -> str:
        """Returns the optimizer."""
        return self.getOrDefault(self.optimizer)

    def getStepSize(self) -> float:
        """Returns the learning rate."""
        return self.getOrDefault(self.stepSize)

    def getNumShards(self) -> int:
        """Returns the number of logical workers."""
        return self.getOrDefault(self.numShards)

    def getBatchSize(self) -> int:
        """Returns the number of sequences of a batch."""
        return self.getOrDefault(self.batchSize)

    def getTruncationLength(self) -> int:
        """Returns the number of steps of truncated back-propagation."""
        return self.getOrDefault(self.truncationLength)

    def getPatience(self) -> int:
        """Returns the number of validations without a better one after which training stops."""
        return self.getOrDefault(self.patience)

    def getPositive(self) -> str:
        """Returns the label that metrics of one label are about; "" for all labels."""
        return self.getOrDefault(self.positive)

    def getSeed(self) -> int:
        """Returns the seed of everything random."""
        return self.getOrDefault(self.seed)

    def getSettings(self) -> List[str]:
        """Returns the further settings."""
        return self.getOrDefault(self.settings)

    def getCheckpointDir(self) -> str:
        """Returns the folder of checkpoints."""
        return self.getOrDefault(self.checkpointDir)


class SequenceParams(ColumnParams, NetworkParams, TrainingParams):
    """The parameters that estimators and models share. `explainParams()` documents them; those
    that are settings have the default of the setting.
    """


class SequenceEstimator(JavaSequenceEstimator, SequenceParams):
    """An estimator that trains a network on the sequences of a dataset. A row is a sequence or,
    if `orderCols` is set, a step of one. The model has the same parameters, to the last bit,
    as that of `unfold train` with the same settings and rows, in whatever order and
    partitions these are.
    """

    def setFeaturesCol(self, value: str):
        """Sets the column of the sequence."""
        return self._set(featuresCol=value)

    def setInputCols(self, value: List[str]):
        """Sets the columns that are read together."""
        return self._set(inputCols=value)

    def setInputKinds(self, value: List[str]):
        """Sets the kinds of the input columns."""
        return self._set(inputKinds=value)

    def setInputInto(self, value: List[str]):
        """Sets where the network reads the input columns."""
        return self._set(inputInto=value)

    def setAudio(self, value: List[str]):
        """Sets the settings of the acoustic features of recordings."""
        return self._set(audio=value)

    def setPredictionCol(self, value: str):
        """Sets the column of the prediction."""
        return self._set(predictionCol=value)

    def setValidationIndicatorCol(self, value: str):
        """Sets the column that marks rows for validation."""
        return self._set(validationIndicatorCol=value)

    def setWeightCol(self, value: str):
        """Sets the column of the weights of rows in the loss of training; "" for none."""
        return self._set(weightCol=value)

    def setSequenceCols(self, value: List[str]):
        """Sets the columns that identify the sequence of a row."""
        return self._set(sequenceCols=value)

    def setOrderCols(self, value: List[str]):
        """Sets the columns that order the rows of a sequence."""
        return self._set(orderCols=value)

    def setGap(self, value: float):
        """Sets the seconds above which a new sequence starts."""
        return self._set(gap=value)

    def setWindowLength(self, value: int):
        """Sets the maximum number of steps of a part of a sequence."""
        return self._set(windowLength=value)

    def setWindowStride(self, value: int):
        """Sets the distance between the first steps of two parts."""
        return self._set(windowStride=value)

    def setCell(self, value: str):
        """Sets the type of the layers."""
        return self._set(cell=value)

    def setNumLayers(self, value: int):
        """Sets the number of layers."""
        return self._set(numLayers=value)

    def setHiddenSize(self, value: int):
        """Sets the width of a layer."""
        return self._set(hiddenSize=value)

    def setEmbeddingSize(self, value: int):
        """Sets the width of the embedding."""
        return self._set(embeddingSize=value)

    def setDropout(self, value: float):
        """Sets the probability that an activation is dropped."""
        return self._set(dropout=value)

    def setBidirectional(self, value: bool):
        """Sets whether layers read in both directions."""
        return self._set(bidirectional=value)

    def setMaxIter(self, value: int):
        """Sets the number of epochs."""
        return self._set(maxIter=value)

    def setOptimizer(self, value: str):
        """Sets the optimizer."""
        return self._set(optimizer=value)

    def setStepSize(self, value: float):
        """Sets the learning rate."""
        return self._set(stepSize=value)

    def setNumShards(self, value: int):
        """Sets the number of logical workers."""
        return self._set(numShards=value)

    def setBatchSize(self, value: int):
        """Sets the number of sequences of a batch."""
        return self._set(batchSize=value)

    def setTruncationLength(self, value: int):
        """Sets the number of steps of truncated back-propagation."""
        return self._set(truncationLength=value)

    def setPatience(self, value: int):
        """Sets the number of validations without a better one after which training stops."""
        return self._set(patience=value)

    def setPositive(self, value: str):
        """Sets the label that metrics of one label are about; "" for all labels."""
        return self._set(positive=value)

    def setSeed(self, value: int):
        """Sets the seed of everything random."""
        return self._set(seed=value)

    def setSettings(self, value: List[str]):
        """Sets the further settings."""
        return self._set(settings=value)

    def setCheckpointDir(self, value: str):
        """Sets the folder of checkpoints."""
        return self._set(checkpointDir=value)


class NextStepPredictor(SequenceEstimator, ClassParams, NextParams):
    """Trains a network that predicts the next step of a sequence from those before it: the next
    word or category, or the next numbers.
    """

    ahead: Param[int] = Param(
        Params._dummy(),
        "ahead",
        "For next: the number of steps by which the target is later than the input; 1 where "
        "network.output.recurrent is true. (corpus.target.ahead)",
        TypeConverters.toInt,
    )

    _defaults = {
        "ahead": 1,
    }

    def getAhead(self) -> int:
        """Returns the number of steps by which the target is later than the input."""
        return self.getOrDefault(self.ahead)

    def setNextCol(self, value: str):
        """Sets the input column whose next value is predicted; "" for the only possible one."""
        return self._set(nextCol=value)

    def setAhead(self, value: int):
        """Sets the number of steps by which the target is later than the input."""
        return self._set(ahead=value)

    def setProbabilityCol(self, value: str):
        """Sets the column of the probabilities of all classes; "" for none."""
        return self._set(probabilityCol=value)

    def setRawPredictionCol(self, value: str):
        """Sets the column of the logarithms of the probabilities; "" for none."""
        return self._set(rawPredictionCol=value)


class LabelParams(Params):
    """The parameter for the column of the target."""

    labelCol: Param[str] = Param(
        Params._dummy(),
        "labelCol",
        "The column of the target.",
        TypeConverters.toString,
    )

    _defaults = {
        "labelCol": "label",
    }

    def getLabelCol(self) -> str:
        """Returns the column of the target."""
        return self.getOrDefault(self.labelCol)


class ClassEstimator(SequenceEstimator, LabelParams, ClassParams):
    """An estimator whose labels are classes. They are texts, and so are predictions; or they are
    whole numbers from 0, such as those of a `StringIndexer`, and predictions are numbers,
    which Spark's evaluators expect.
    """

    def setLabelCol(self, value: str):
        """Sets the column of the label."""
        return self._set(labelCol=value)

    def setProbabilityCol(self, value: str):
        """Sets the column of the probabilities of all classes; "" for none."""
        return self._set(probabilityCol=value)

    def setRawPredictionCol(self, value: str):
        """Sets the column of the logarithms of the probabilities; "" for none."""
        return self._set(rawPredictionCol=value)


class SequenceClassifier(ClassEstimator):
    """Trains a network that assigns a class to each sequence."""


class SequenceRegressor(SequenceEstimator, LabelParams):
    """Trains a network that predicts numbers: of each sequence or, if `perStep` is set, of each
    of its steps. A label is a number, a list of numbers or a vector.
    """

    perStep: Param[bool] = Param(
        Params._dummy(),
        "perStep",
        "Whether each step of a sequence has a target of its own.",
        TypeConverters.toBoolean,
    )

    _defaults = {
        "perStep": False,
    }

    def getPerStep(self) -> bool:
        """Returns whether each step of a sequence has a target of its own."""
        return self.getOrDefault(self.perStep)

    def setLabelCol(self, value: str):
        """Sets the column of the numbers."""
        return self._set(labelCol=value)

    def setPerStep(self, value: bool):
        """Sets whether each step of a sequence has a target of its own."""
        return self._set(perStep=value)


class SequenceScorer(SequenceEstimator, NextParams):
    """Trains a language model of sequences of words, characters, subwords or categories, which
    scores rows by how probable they are. The default of `predictionCol` is `score`.
    """

    _defaults = {
        "predictionCol": "score",
    }

    def setNextCol(self, value: str):
        """Sets the input column whose steps are scored; "" for the only possible one."""
        return self._set(nextCol=value)


class SequenceTagger(ClassEstimator):
    """Trains a network that assigns a class to each step of a sequence."""


class SequenceToSequence(SequenceEstimator, LabelParams):
    """Trains a network that generates a text from a sequence, with an encoder and a decoder. Set
    `network.decoder.attention` by `settings` for attention.
    """

    labelKind: Param[str] = Param(
        Params._dummy(),
        "labelKind",
        "The unit of the target, words, characters or subwords.",
        TypeConverters.toString,
    )

    _defaults = {
        "labelKind": "words",
    }

    def getLabelKind(self) -> str:
        """Returns the unit of the target, `words`, `characters` or `subwords`."""
        return self.getOrDefault(self.labelKind)

    def setLabelCol(self, value: str):
        """Sets the column of the target, a text."""
        return self._set(labelCol=value)

    def setLabelKind(self, value: str):
        """Sets the unit of the target, `words`, `characters` or `subwords`."""
        return self._set(labelKind=value)


class SequenceModel(JavaSequenceModel, SequenceParams):
    """A trained network that adds its predictions to the rows of a dataset. They equal those of
    `unfold predict` to the last bit and are computed when the result is used, in one pass,
    without a row in the driver. A row without an input has nulls. Where rows are steps, the
    result is grouped by sequence and in order. It is saved with the folder of its model as
    `model`, which commands and programs read.
    """

    championStore: Param[str] = Param(
        Params._dummy(),
        "championStore",
        "A model store. A streaming dataset whose rows are steps is read by its champion of "
        "each micro-batch in place of this model. Default: none.",
        TypeConverters.toString,
    )

    anyKernels: Param[bool] = Param(
        Params._dummy(),
        "anyKernels",
        "Whether each machine uses its own kernels, with which results may differ in the last "
        "digits; otherwise executors with another processor than the driver's fail.",
        TypeConverters.toBoolean,
    )

    _defaults = {
        "anyKernels": False,
        "championStore": "",
    }

    def numParameters(self) -> int:
        """Returns the number of parameters of the network."""
        return self._call_java("numParameters")

    def parametersSha256(self) -> str:
        """Returns the SHA-256 of all parameters as 64 hex digits."""
        return self._call_java("parametersSha256")

    def metrics(self) -> dict:
        """Returns the loss and the metrics of the validation rows with which the model was
        chosen.
        """
        return dict(self._call_java("metrics"))

    def setFeaturesCol(self, value: str):
        """Sets the column of the sequence."""
        return self._set(featuresCol=value)

    def setInputCols(self, value: List[str]):
        """Sets the columns that are read together, in the order of training."""
        return self._set(inputCols=value)

    def getChampionStore(self) -> str:
        """Returns the model store whose champion reads streams; "" for none."""
        return self.getOrDefault(self.championStore)

    def setChampionStore(self, value: str):
        """Sets the model store whose champion reads streams; "" for none."""
        return self._set(championStore=value)

    def getAnyKernels(self) -> bool:
        """Returns whether each machine uses its own kernels."""
        return self.getOrDefault(self.anyKernels)

    def setAnyKernels(self, value: bool):
        """Sets whether each machine uses its own kernels; results may differ in the last digits."""
        return self._set(anyKernels=value)

    def setPredictionCol(self, value: str):
        """Sets the column of the prediction."""
        return self._set(predictionCol=value)


class ClassModel(SequenceModel, ClassParams):
    """A model that predicts classes. It adds the class, the vector of the probabilities of all
    classes and that of their natural logarithms; lists of them where each step of a row has a
    class.
    """

    labelsAreIndices: Param[bool] = Param(
        Params._dummy(),
        "labelsAreIndices",
        "Whether classes are whole numbers from 0, such as those of a StringIndexer.",
        TypeConverters.toBoolean,
    )

    labels: Param[List[str]] = Param(
        Params._dummy(),
        "labels",
        "The texts that these numbers stand for, if they are known.",
        TypeConverters.toListString,
    )

    _defaults = {
        "labels": [],
        "labelsAreIndices": False,
    }

    def getLabelsAreIndices(self) -> bool:
        """Returns whether classes are whole numbers from 0."""
        return self.getOrDefault(self.labelsAreIndices)

    def getLabels(self) -> List[str]:
        """Returns the texts that indices of classes stand for; empty if they are not known."""
        return self.getOrDefault(self.labels)

    def classes(self) -> list:
        """Returns the classes in the order of the vectors."""
        return list(self._call_java("classes"))

    def setProbabilityCol(self, value: str):
        """Sets the column of the probabilities of all classes; "" for none."""
        return self._set(probabilityCol=value)

    def setRawPredictionCol(self, value: str):
        """Sets the column of the logarithms of the probabilities; "" for none."""
        return self._set(rawPredictionCol=value)


class NextStepModel(ClassModel):
    """Predicts the next step of a sequence: after the step of a row or, where a row is a
    sequence, after each of its steps.
    """


class SequenceClassificationModel(ClassModel):
    """Assigns a class to each sequence."""


class SequenceRegressionModel(SequenceModel):
    """Predicts numbers of each sequence, or of each of its steps."""


class SequenceScorerModel(SequenceModel):
    """Scores rows by how probable they are. It adds the natural logarithm of the probability of
    a sequence; `…_steps` and `…_rank`, the logarithm and the rank of each of its steps;
    `…_end` and `…_end_rank`, those of its end; and `…_top`, the most probable steps, if
    `topK` is set. Where rows are steps, each has its own values.
    """

    topK: Param[int] = Param(
        Params._dummy(),
        "topK",
        "The number of most probable steps that are listed. 0: none.",
        TypeConverters.toInt,
    )

    _defaults = {
        "predictionCol": "score",
        "topK": 0,
    }

    def getTopK(self) -> int:
        """Returns the number of most probable steps that are listed; 0 for none."""
        return self.getOrDefault(self.topK)

    def setTopK(self, value: int):
        """Sets the number of most probable steps that are listed; 0 for none."""
        return self._set(topK=value)


class SequenceTaggerModel(ClassModel):
    """Assigns a class to each step of a sequence."""


class SequenceToSequenceModel(SequenceModel):
    """Generates a text from each sequence, greedily or by beam search."""

    beam: Param[int] = Param(
        Params._dummy(),
        "beam",
        "The number of hypotheses of beam search. 0: greedy decoding.",
        TypeConverters.toInt,
    )

    lengthPenalty: Param[float] = Param(
        Params._dummy(),
        "lengthPenalty",
        "The length penalty of beam search: higher values favor longer sequences, 0 compares "
        "probabilities as they are. Only with a beam.",
        TypeConverters.toFloat,
    )

    nBest: Param[int] = Param(
        Params._dummy(),
        "nBest",
        "The number of best sequences of beam search that are written with their scores, in a "
        "column that is named like that of the prediction, with _best; at most beam. 0: none.",
        TypeConverters.toInt,
    )

    _defaults = {
        "beam": 0,
        "lengthPenalty": 0.6,
        "nBest": 0,
    }

    def getBeam(self) -> int:
        """Returns the number of hypotheses of beam search; 0 for greedy decoding."""
        return self.getOrDefault(self.beam)

    def setBeam(self, value: int):
        """Sets the number of hypotheses of beam search; 0 for greedy decoding."""
        return self._set(beam=value)

    def getLengthPenalty(self) -> float:
        """Returns the length penalty of beam search."""
        return self.getOrDefault(self.lengthPenalty)

    def setLengthPenalty(self, value: float):
        """Sets the length penalty of beam search, finite and at least 0; refused without a beam."""
        return self._set(lengthPenalty=value)

    def getNBest(self) -> int:
        """Returns the number of best sequences that are written; 0 for none."""
        return self.getOrDefault(self.nBest)

    def setNBest(self, value: int):
        """Sets the number of best sequences that are written; 0 for none."""
        return self._set(nBest=value)
