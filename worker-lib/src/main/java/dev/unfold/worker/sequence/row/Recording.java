package dev.unfold.worker.sequence.row;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.acoustic.FrameMoments;
import dev.unfold.worker.settings.corpus.AugmentationSettings;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A recording of a row.
 *
 * @param name its path, or what it is otherwise, for messages
 * @param file the bytes of its wav file
 * @param speed the speed at which it is played, in percent
 * @param gain the factor of its samples
 * @param speaker its speaker; empty unless recordings are normalized by speaker
 * @param moments those of the frames of its speaker; empty unless recordings are normalized by
 *     speaker
 */
public record Recording(
    String name,
    byte[] file,
    int speed,
    double gain,
    String speaker,
    Optional<FrameMoments> moments) {
  /** The speed of a recording as it is, in percent. */
  static final int NORMAL_SPEED = 100;

  private static final double DECIBELS_PER_FACTOR_OF_10 = 20;

  /** Creates a recording as it is. */
  public Recording(String name, byte[] file) {
    this(name, file, NORMAL_SPEED, 1, "", Optional.empty());
  }

  /** Returns the same recording of a speaker. */
  public Recording of(String speakerName) {
    return new Recording(name, file, speed, gain, speakerName, moments);
  }

  /** Returns the same recording, normalized by given moments. */
  public Recording normalizedBy(FrameMoments speakerMoments) {
    return new Recording(name, file, speed, gain, speaker, Optional.of(speakerMoments));
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
        StrictMath.pow(10, louder / DECIBELS_PER_FACTOR_OF_10),
        speaker,
        moments);
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
