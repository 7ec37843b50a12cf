package dev.unfold.baseline;

import java.util.Arrays;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** Times training steps of plain DL4J: {@code Step CELL V H L B T ITERATIONS}. */
public final class Step {
  private static final int WARM_UP = 3;

  private Step() {}

  /** Prints tokens per second, by the median. */
  public static void main(String[] arguments) {
    Shape shape = Shape.parse(arguments);
    int iterations = Integer.parseInt(arguments[6]);
    MultiLayerNetwork network = new MultiLayerNetwork(shape.configuration());
    network.init();
    DataSet minibatch = shape.minibatch(1);
    for (int i = 0; i < WARM_UP; i++) {
      network.fit(minibatch);
    }
    double[] seconds = new double[iterations];
    for (int i = 0; i < iterations; i++) {
      long started = System.nanoTime();
      network.fit(minibatch);
      seconds[i] = (System.nanoTime() - started) / 1e9;
    }
    Arrays.sort(seconds);
    System.out.printf(
        Locale.ROOT, "dl4j %s: %.0f tokens/s%n", shape, shape.tokens() / seconds[iterations / 2]);
  }
}
