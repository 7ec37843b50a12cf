package dev.unfold.ml.param;

import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The parameters that estimators and models share. {@code explainParams()} documents them; those
 * that are settings have the default of the setting.
 */
public interface SequenceParams extends Params {
  /** Returns all these parameters. */
  SequenceParamSet parameters();

  /** Returns the parameter for the column of the sequence. */
  default Param<String> featuresCol() {
    return parameters().columns.featuresCol;
  }

  /** Returns the column of the sequence. */
  default String getFeaturesCol() {
    return getOrDefault(featuresCol());
  }

  /** Returns the parameter for the columns that are read together. */
  default StringArrayParam inputCols() {
    return parameters().columns.inputCols;
  }

  /** Returns the columns that are read together. */
  default String[] getInputCols() {
    return getOrDefault(inputCols());
  }

  /** Returns the parameter for the kinds of the input columns. */
  default StringArrayParam inputKinds() {
    return parameters().columns.inputKinds;
  }

  /** Returns the kinds of the input columns. */
  default String[] getInputKinds() {
    return getOrDefault(inputKinds());
  }

  /** Returns the parameter for the column of the prediction. */
  default Param<String> predictionCol() {
    return parameters().columns.predictionCol;
  }

  /** Returns the column of the prediction. */
  default String getPredictionCol() {
    return getOrDefault(predictionCol());
  }

  /** Returns the parameter for the column that marks rows for validation. */
  default Param<String> validationIndicatorCol() {
    return parameters().columns.validationIndicatorCol;
  }

  /** Returns the column that marks rows for validation. */
  default String getValidationIndicatorCol() {
    return getOrDefault(validationIndicatorCol());
  }

  /** Returns the parameter for the column of the weights of rows. */
  default Param<String> weightCol() {
    return parameters().weightCol;
  }

  /** Returns the column of the weights of rows; "" for none. */
  default String getWeightCol() {
    return getOrDefault(weightCol());
  }

  /** Returns the parameter for the columns that identify the sequence of a row. */
  default StringArrayParam sequenceCols() {
    return parameters().sequenceCols;
  }

  /** Returns the columns that identify the sequence of a row. */
  default String[] getSequenceCols() {
    return getOrDefault(sequenceCols());
  }

  /** Returns the parameter for the columns that order the rows of a sequence. */
  default StringArrayParam orderCols() {
    return parameters().orderCols;
  }

  /** Returns the columns that order the rows of a sequence. */
  default String[] getOrderCols() {
    return getOrDefault(orderCols());
  }

  /** Returns the parameter for the seconds above which a new sequence starts. */
  default DoubleParam gap() {
    return parameters().gap;
  }

  /** Returns the seconds above which a new sequence starts. */
  default double getGap() {
    return (double) getOrDefault(gap());
  }

  /** Returns the parameter for the maximum number of steps of a part of a sequence. */
  default IntParam windowLength() {
    return parameters().windowLength;
  }

  /** Returns the maximum number of steps of a part of a sequence. */
  default int getWindowLength() {
    return (int) getOrDefault(windowLength());
  }

  /** Returns the parameter for the distance between the first steps of two parts. */
  default IntParam windowStride() {
    return parameters().windowStride;
  }

  /** Returns the distance between the first steps of two parts. */
  default int getWindowStride() {
    return (int) getOrDefault(windowStride());
  }

  /** Returns the parameter for the type of the layers. */
  default Param<String> cell() {
    return parameters().cell;
  }

  /** Returns the type of the layers. */
  default String getCell() {
    return getOrDefault(cell());
  }

  /** Returns the parameter for the number of layers. */
  default IntParam numLayers() {
    return parameters().numLayers;
  }

  /** Returns the number of layers. */
  default int getNumLayers() {
    return (int) getOrDefault(numLayers());
  }

  /** Returns the parameter for the width of a layer. */
  default IntParam hiddenSize() {
    return parameters().hiddenSize;
  }

  /** Returns the width of a layer. */
  default int getHiddenSize() {
    return (int) getOrDefault(hiddenSize());
  }

  /** Returns the parameter for the width of the embedding. */
  default IntParam embeddingSize() {
    return parameters().embeddingSize;
  }

  /** Returns the width of the embedding. */
  default int getEmbeddingSize() {
    return (int) getOrDefault(embeddingSize());
  }

  /** Returns the parameter for the probability that an activation is dropped. */
  default DoubleParam dropout() {
    return parameters().dropout;
  }

  /** Returns the probability that an activation is dropped. */
  default double getDropout() {
    return (double) getOrDefault(dropout());
  }

  /** Returns the parameter for whether layers read in both directions. */
  default BooleanParam bidirectional() {
    return parameters().bidirectional;
  }

  /** Returns whether layers read in both directions. */
  default boolean getBidirectional() {
    return (boolean) getOrDefault(bidirectional());
  }

  /** Returns the parameter for the number of epochs. */
  default IntParam maxIter() {
    return parameters().maxIter;
  }

  /** Returns the number of epochs. */
  default int getMaxIter() {
    return (int) getOrDefault(maxIter());
  }

  /** Returns the parameter for the optimizer. */
  default Param<String> optimizer() {
    return parameters().optimizer;
  }

  /** Returns the optimizer. */
  default String getOptimizer() {
    return getOrDefault(optimizer());
  }

  /** Returns the parameter for the learning rate. */
  default DoubleParam stepSize() {
    return parameters().stepSize;
  }

  /** Returns the learning rate. */
  default double getStepSize() {
    return (double) getOrDefault(stepSize());
  }

  /** Returns the parameter for the number of logical workers. */
  default IntParam numShards() {
    return parameters().numShards;
  }

  /** Returns the number of logical workers. */
  default int getNumShards() {
    return (int) getOrDefault(numShards());
  }

  /** Returns the parameter for the number of sequences of a batch. */
  default IntParam batchSize() {
    return parameters().batchSize;
  }

  /** Returns the number of sequences of a batch. */
  default int getBatchSize() {
    return (int) getOrDefault(batchSize());
  }

  /** Returns the parameter for the number of steps of truncated back-propagation. */
  default IntParam truncationLength() {
    return parameters().truncationLength;
  }

  /** Returns the number of steps of truncated back-propagation. */
  default int getTruncationLength() {
    return (int) getOrDefault(truncationLength());
  }

  /**
   * Returns the parameter for the number of epochs without improvement after which training stops.
   */
  default IntParam patience() {
    return parameters().patience;
  }

  /** Returns the number of epochs without improvement after which training stops. */
  default int getPatience() {
    return (int) getOrDefault(patience());
  }

  /** Returns the parameter for the seed of everything random. */
  default LongParam seed() {
    return parameters().seed;
  }

  /** Returns the seed of everything random. */
  default long getSeed() {
    return (long) getOrDefault(seed());
  }

  /** Returns the parameter for the further settings. */
  default StringArrayParam settings() {
    return parameters().settings;
  }

  /** Returns the further settings. */
  default String[] getSettings() {
    return getOrDefault(settings());
  }

  /** Returns the parameter for the folder of checkpoints. */
  default Param<String> checkpointDir() {
    return parameters().checkpointDir;
  }

  /** Returns the folder of checkpoints. */
  default String getCheckpointDir() {
    return getOrDefault(checkpointDir());
  }

  /** Returns {@code inputCols} or, if they are not set, {@code featuresCol}. */
  default List<String> inputNames() {
    return isSet(inputCols()) ? List.of(getInputCols()) : List.of(getFeaturesCol());
  }
}
