package dev.unfold.worker.prediction;

import dev.unfold.worker.tensor.Gemm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Predicts something of examples: those of about the same length together, as many as there are
 * lanes. Not safe for use by several threads.
 */
public final class ExamplePredictor implements AutoCloseable {
  private final ExampleNetwork network;
  private final PredictionOptions options;
  private final Gemm gemm;
  private final float[] values;
  private BatchShape openShape;
  private BatchPredictor open;

  /**
   * @param gemm of the calling thread
   * @param values the parameters, in the layout of the network
   */
  public ExamplePredictor(
      ExampleNetwork network, PredictionOptions options, Gemm gemm, float[] values) {
    this.network = network;
    this.options = options;
    this.gemm = gemm;
    this.values = values;
  }

  /**
   * A prediction of each example, whatever others there are.
   *
   * @param cancelled asked before every batch
   * @throws CancellationException if cancelled
   */
  public List<Prediction> predict(List<NumberedExample> examples, BooleanSupplier cancelled) {
    Prediction[] predictions = new Prediction[examples.size()];
    byLimit(examples)
        .forEach(
            (limit, places) -> {
              BatchPredictor predictor = open(limit);
              int lanes = openShape.lanes();
              for (int from = 0; from < places.size(); from += lanes) {
                if (cancelled.getAsBoolean()) {
                  throw new CancellationException("prediction was cancelled");
                }
                List<Integer> batch = places.subList(from, Math.min(from + lanes, places.size()));
                List<Prediction> found =
                    predictor.predict(batch.stream().map(examples::get).toList(), limit);
                for (int lane = 0; lane < batch.size(); lane++) {
                  predictions[batch.get(lane)] = found.get(lane);
                }
              }
            });
    return Arrays.asList(predictions);
  }

  /** Returns the places of the examples of about the same length. */
  private static Map<Integer, List<Integer>> byLimit(List<NumberedExample> examples) {
    Map<Integer, List<Integer>> places = new TreeMap<>();
    for (int place = 0; place < examples.size(); place++) {
      int limit = BatchShape.limit(examples.get(place).example().input().steps());
      places.computeIfAbsent(limit, shorter -> new ArrayList<>()).add(place);
    }
    return places;
  }

  private BatchPredictor open(int limit) {
    BatchShape shape = BatchShape.of(network, limit, options.lanes(), options.decoding().lanes());
    if (!shape.equals(openShape)) {
      close();
      open =
          network.makesSequences()
              ? new SequencePredictor(network, options.decoding(), shape, gemm, values)
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
