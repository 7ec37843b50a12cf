package dev.unfold.dl4j.master.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Cuts the time series of a DataSet into chunks of at most as many steps as the network's truncated
 * back-propagation length. Arrays without steps are contained in each chunk as a whole.
 */
public final class DataSetChunker {
  private final int length;
  private final boolean[] tokens;

  /**
   * @param configuration determines the length, and which inputs are tokens, [B, T] and not [B, N,
   *     T]
   */
  public DataSetChunker(ComputationGraphConfiguration configuration) {
    length = configuration.getTbpttFwdLength();
    Set<String> embedded = embeddedInputs(configuration);
    List<String> inputs = configuration.getNetworkInputs();
    tokens = new boolean[inputs.size()];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = embedded.contains(inputs.get(i));
    }
  }

  private static Set<String> embeddedInputs(ComputationGraphConfiguration configuration) {
    Set<String> embedded = new HashSet<>();
    for (Map.Entry<String, GraphVertex> vertex : configuration.getVertices().entrySet()) {
      if (vertex.getValue() instanceof LayerVertex layer
          && layer.getLayerConf().getLayer() instanceof EmbeddingSequenceLayer) {
        embedded.addAll(configuration.getVertexInputs().get(vertex.getKey()));
      }
    }
    return embedded;
  }

  /**
   * Returns the chunks of a DataSet, in order.
   *
   * @throws IllegalArgumentException if its time series differ in length
   */
  public List<org.nd4j.linalg.dataset.api.MultiDataSet> of(
      org.nd4j.linalg.dataset.api.MultiDataSet data) {
    long steps = steps(data);
    if (steps <= length) {
      return List.of(data);
    }
    List<org.nd4j.linalg.dataset.api.MultiDataSet> chunks = new ArrayList<>();
    for (long from = 0; from < steps; from += length) {
      chunks.add(cut(data, NDArrayIndex.interval(from, Math.min(from + length, steps))));
    }
    return chunks;
  }

  private long steps(org.nd4j.linalg.dataset.api.MultiDataSet data) {
    Set<Long> lengths = new HashSet<>();
    for (int i = 0; i < data.numFeatureArrays(); i++) {
      if (hasSteps(data.getFeatures(i), i)) {
        lengths.add(lastSize(data.getFeatures(i)));
      }
    }
    for (INDArray labels : data.getLabels()) {
      if (labels.rank() == 3) {
        lengths.add(lastSize(labels));
      }
    }
    if (lengths.size() > 1) {
      throw new IllegalArgumentException(
          "expected time series of one length in a DataSet, found " + lengths + " steps");
    }
    return lengths.isEmpty() ? 1 : lengths.iterator().next();
  }

  private boolean hasSteps(INDArray features, int input) {
    return features.rank() == 3 || (features.rank() == 2 && tokens[input]);
  }

  private static long lastSize(INDArray array) {
    return array.size(array.rank() - 1);
  }

  private MultiDataSet cut(org.nd4j.linalg.dataset.api.MultiDataSet data, INDArrayIndex steps) {
    INDArray[] features = data.getFeatures().clone();
    INDArray[] featureMasks = copy(data.getFeaturesMaskArrays());
    for (int i = 0; i < features.length; i++) {
      if (hasSteps(features[i], i)) {
        features[i] = steps(features[i], steps);
        cutMask(featureMasks, i, steps);
      }
    }
    INDArray[] labels = data.getLabels().clone();
    INDArray[] labelMasks = copy(data.getLabelsMaskArrays());
    for (int i = 0; i < labels.length; i++) {
      if (labels[i].rank() == 3) {
        labels[i] = steps(labels[i], steps);
        cutMask(labelMasks, i, steps);
      }
    }
    return new MultiDataSet(features, labels, featureMasks, labelMasks);
  }

  private static INDArray[] copy(INDArray[] masks) {
    return masks == null ? null : masks.clone();
  }

  private static void cutMask(INDArray[] masks, int index, INDArrayIndex steps) {
    if (masks != null && masks[index] != null) {
      masks[index] = steps(masks[index], steps);
    }
  }

  /** Slices an array whose last dimension is the steps. */
  private static INDArray steps(INDArray array, INDArrayIndex steps) {
    INDArrayIndex[] indices = new INDArrayIndex[array.rank()];
    java.util.Arrays.fill(indices, NDArrayIndex.all());
    indices[indices.length - 1] = steps;
    return array.get(indices);
  }
}
