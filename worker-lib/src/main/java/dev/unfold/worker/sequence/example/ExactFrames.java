package dev.unfold.worker.sequence.example;

/**
 * Frames of numbers in double precision as frames of floats: each number is the sum of three
 * floats, whose 72 bits hold the 53 of a double.
 */
public final class ExactFrames {
  private static final int FLOATS = 3;

  private ExactFrames() {}

  /**
   * Returns numbers as floats.
   *
   * @param values the numbers, frame after frame, each finite as a float
   * @param width the number of values of a frame
   */
  public static FieldSequence.Frames of(double[] values, int width) {
    float[] floats = new float[Math.multiplyExact(FLOATS, values.length)];
    for (int i = 0; i < values.length; i++) {
      double rest = values[i];
      for (int part = 0; part < FLOATS; part++) {
        floats[FLOATS * i + part] = (float) rest;
        rest -= floats[FLOATS * i + part];
      }
    }
    return new FieldSequence.Frames(floats, FLOATS * width);
  }

  /** Reverses {@link #of}. */
  public static double[] values(FieldSequence.Frames frames) {
    float[] floats = frames.values();
    double[] values = new double[floats.length / FLOATS];
    for (int i = 0; i < floats.length; i++) {
      values[i / FLOATS] += floats[i];
    }
    return values;
  }
}
