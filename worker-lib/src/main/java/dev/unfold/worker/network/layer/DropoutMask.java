package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.tensor.Matrix;

/**
 * Applies the dropout mask of a chunk, which is drawn again on each call and is the same for the
 * same mode.
 */
public final class DropoutMask {
  private static final double MANTISSA = 0x1p53;

  private final long place;
  private final int drawnRows;
  private final long dropped;
  private final float scale;
  private final float[] row;
  private final long[] increments;
  private final long[] bits;

  /**
   * Creates the mask of one place in a network, which is drawn for each position.
   *
   * @param probability the probability that an element is dropped
   * @param width the width of a row
   * @param place the random substream of the mask, which no other one in the network has
   */
  public DropoutMask(double probability, int width, long place) {
    this(probability, width, place, Integer.MAX_VALUE);
  }

  private DropoutMask(double probability, int width, long place, int drawnRows) {
    this.place = place;
    this.drawnRows = drawnRows;
    dropped = (long) (probability * MANTISSA);
    scale = (float) (1 / (1 - probability));
    row = new float[width];
    increments = CounterRandom.increments(width);
    bits = new long[width];
  }

  /**
   * Creates the mask of one place in a network, which is drawn for each lane and is the same at all
   * steps of a chunk (Gal and Ghahramani 2016, arXiv 1512.05287).
   *
   * @param probability the probability that an element is dropped
   * @param width the width of a row
   * @param place the random substream of the mask, which no other one in the network has
   * @param lanes B
   */
  static DropoutMask locked(double probability, int width, long place, int lanes) {
    return new DropoutMask(probability, width, place, lanes);
  }

  /**
   * Copies the rows of the first positions, through the mask if the mode has dropout.
   *
   * @param input rows that are as wide as the layer, or their first columns
   * @param output as wide as the input
   */
  void apply(Matrix input, Matrix output, int positions, ForwardMode mode) {
    int columns = input.columns();
    if (!mode.dropout()) {
      output.copy(0, input, 0, positions * columns);
      return;
    }
    CounterRandom random = mode.random().derive(place);
    for (int i = 0; i < positions; i++) {
      input.get(i * columns, row, columns);
      maskRow(random, firstBits(i), columns);
      output.put(i * columns, row, columns);
    }
  }

  /** Applies the mask to the rows of the first positions if the mode has dropout. */
  public void applyInPlace(Matrix rows, int positions, ForwardMode mode) {
    if (mode.dropout()) {
      apply(rows, rows, positions, mode);
    }
  }

  /** Applies the mask to the classes of the first positions. */
  void applyToClasses(OneHotInput input, OneHotInput output, int positions, ForwardMode mode) {
    CounterRandom random = mode.random().derive(place);
    for (int i = 0; i < positions; i++) {
      float factor = input.factor(i);
      if (mode.dropout() && input.hasClass(i)) {
        factor = masked(factor, random.bits(firstBits(i) + input.column(i)));
      }
      output.setFactor(i, factor);
    }
  }

  /** Returns the index of the random number of the first element of a position. */
  private long firstBits(int position) {
    return (long) (position % drawnRows) * row.length;
  }

  private void maskRow(CounterRandom random, long first, int columns) {
    random.bitsInto(first, increments, bits, columns);
    for (int j = 0; j < columns; j++) {
      row[j] = masked(row[j], bits[j]);
    }
  }

  /** Masks a number without a branch, which no processor could predict. */
  private float masked(float value, long bits) {
    int kept = (int) ~(((bits >>> 11) - dropped) >> 63);
    return Float.intBitsToFloat(Float.floatToRawIntBits(value * scale) & kept);
  }
}
