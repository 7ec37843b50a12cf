package dev.unfold.worker.prediction;

import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.RowBlockGemm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Computes predictions for examples, in batches of similar length with as many examples as there
 * are lanes. Instances are not thread-safe.
 */
public final class ExamplePredictor implements AutoCloseable {
  private final ExampleNetwork network;
  private final PredictionOptions options;
  private final Gemm gemm;
  private final float[] values;
  private BatchShape openShape;
  private BatchPredictor open;

  /**
   * @param gemm the matrix multiplication of the calling thread
   * @param values the parameters, in the layout of the network
   */
  public ExamplePredictor(
      ExampleNetwork network, PredictionOptions options, Gemm gemm, float[] values) {
    this.network = network;
    this.options = options;
    this.gemm = new RowBlockGemm(gemm);
    this.values = values;
  }

  /**
   * Returns a prediction for each example, independently of the other examples.
   *
   * @param cancelled polled before every batch
   * @throws CancellationException if cancelled
   */
  public List<Prediction> predict(List<NumberedExample> examples, BooleanSupplier cancelled) {
    Prediction[] predictions = new Prediction[examples.size()];
    byLimit(examples)
        .forEach(
            (limit, indices) -> {
              BatchPredictor predictor = open(limit);
              int lanes = openShape.lanes();
              for (int from = 0; from < indices.size(); from += lanes) {
                if (cancelled.getAsBoolean()) {
                  throw new CancellationException("prediction was cancelled");
                }
                List<Integer> batch = indices.subList(from, Math.min(from + lanes, indices.size()));
                List<Prediction> batchPredictions =
                    predictor.predict(batch.stream().map(examples::get).toList(), limit);
                for (int lane = 0; lane < batch.size(); lane++) {
                  predictions[batch.get(lane)] = batchPredictions.get(lane);
                }
              }
            });
    return Arrays.asList(predictions);
  }

  /**
   * Begins an example that is read in segments, for a network with {@link
   * ExampleNetwork#leastSteps}. It must be at an end before another prediction is requested.
   *
   * @param cancelled polled before every chunk
   */
  public SegmentPredictor segments(BooleanSupplier cancelled) {
    return open(Integer.MAX_VALUE).segments(cancelled);
  }

  /** Returns the indices of the examples by the limit of their length. */
  private static Map<Integer, List<Integer>> byLimit(List<NumberedExample> examples) {
    Map<Integer, List<Integer>> indices = new TreeMap<>();
    for (int index = 0; index < examples.size(); index++) {
      int limit = BatchShape.limit(examples.get(index).example().input().steps());
      indices.computeIfAbsent(limit, shorter -> new ArrayList<>()).add(index);
    }
    return indices;
  }

  private BatchPredictor open(int limit) {
    BatchShape shape =
        BatchShape.of(network.lookAhead(), limit, options.lanes(), options.decoding().lanes());
    if (open == null || !shape.equals(openShape)) {
      close();
      open =
          network.makesSequences()
              ? new SequencePredictor(network, options, shape, gemm, values)
              : new OutputPredictor(network, options.outputs(), shape, gemm, values);
      openShape = shape;
    }
    return open;
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
      openShape = null;
    }
  }
}
