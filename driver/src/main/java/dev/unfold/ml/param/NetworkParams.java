package dev.unfold.ml.param;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The parameters of the network. */
public interface NetworkParams extends Params {
  /** Returns all parameters. */
  SequenceParamSet parameters();

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
}
