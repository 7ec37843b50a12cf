package dev.unfold.ml.param;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** The parameters of training. */
public interface TrainingParams extends Params {
  /** Returns all parameters. */
  SequenceParamSet parameters();

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
   * Returns the parameter for the number of validations without a better one after which training
   * stops.
   */
  default IntParam patience() {
    return parameters().patience;
  }

  /** Returns the number of validations without a better one after which training stops. */
  default int getPatience() {
    return (int) getOrDefault(patience());
  }

  /** Returns the parameter for the label that some metrics are about. */
  default Param<String> positive() {
    return parameters().positive;
  }

  /** Returns the label that metrics of one label are about; "" for all labels. */
  default String getPositive() {
    return getOrDefault(positive());
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
}
