package dev.unfold.worker.sequence.row;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.settings.corpus.AugmentationSettings;
import java.util.zip.CRC32C;

/**
 * A recording of a row.
 *
 * @param name its path, or what it is otherwise, for messages
 * @param file the bytes of its wav file
 * @param speed the speed at which it is played, in percent
 * @param gain the factor of its samples
 */
public record Recording(String name, byte[] file, int speed, double gain) {
  /** The speed of a recording as it is, in percent. */
  static final int NORMAL_SPEED = 100;

  private static final double DECIBELS_PER_FACTOR_OF_10 = 20;

  /** Creates a recording as it is. */
  public Recording(String name, byte[] file) {
    this(name, file, NORMAL_SPEED, 1);
  }

  /**
   * Returns a copy with another speed and volume, which are drawn by the bytes of the file and the
   * number of the copy alone.
   *
   * @param number the number of the copy, from 1
   */
  public Recording copy(int number, AugmentationSettings settings) {
    CRC32C hash = new CRC32C();
    hash.update(file);
    CounterRandom random = new CounterRandom(hash.getValue()).derive(number);
    double faster = settings.speed() * (2 * random.uniform(0) - 1);
    double louder = settings.volume() * (2 * random.uniform(1) - 1);
    return new Recording(
        name,
        file,
        (int) Math.rint(NORMAL_SPEED * (1 + faster)),
        StrictMath.pow(10, louder / DECIBELS_PER_FACTOR_OF_10));
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
