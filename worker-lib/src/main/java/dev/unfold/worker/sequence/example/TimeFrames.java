package dev.unfold.worker.sequence.example;

import dev.unfold.worker.settings.corpus.TimeFeature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * The times of a sequence as frames: first the times themselves, then, when the whole sequence is
 * known, their features.
 */
public final class TimeFrames {
  /** The least time, the start of the year 1, in seconds since 1970. */
  public static final double MIN_SECONDS = -62_135_596_800.0;

  /** The greatest time, before the year 10000, in seconds since 1970. */
  public static final double MAX_SECONDS = 253_402_300_799.0;

  /** The number of floats whose sum is a double. */
  private static final int FLOATS = 3;

  private static final double SECONDS_OF_A_DAY = 86_400;

  private TimeFrames() {}

  /**
   * Returns times as frames of three floats, whose sum is the time.
   *
   * @param seconds the seconds since 1970, from {@link #MIN_SECONDS} to {@link #MAX_SECONDS}
   */
  public static FieldSequence.Frames of(double[] seconds) {
    float[] floats = new float[Math.multiplyExact(FLOATS, seconds.length)];
    for (int i = 0; i < seconds.length; i++) {
      double rest = seconds[i];
      for (int part = 0; part < FLOATS; part++) {
        floats[i * FLOATS + part] = (float) rest;
        rest -= floats[i * FLOATS + part];
      }
    }
    return new FieldSequence.Frames(floats, FLOATS);
  }

  /**
   * Returns the normalized features of the times of a whole sequence.
   *
   * @param times as of {@link #of}, in the order of the steps
   */
  public static FieldSequence.Frames features(
      FieldSequence.Frames times, FieldSchema.Times schema) {
    double[] seconds = seconds(times);
    double[] values = new double[Math.multiplyExact(schema.size(), seconds.length)];
    int next = 0;
    for (int step = 0; step < seconds.length; step++) {
      for (TimeFeature feature : schema.features()) {
        if (feature.isDistance()) {
          double since = seconds[feature == TimeFeature.SINCE_FIRST ? 0 : Math.max(0, step - 1)];
          values[next++] = FrameScale.logarithm(seconds[step] - since);
        } else {
          double angle = 2 * Math.PI * share(feature, seconds[step]);
          values[next++] = StrictMath.sin(angle);
          values[next++] = StrictMath.cos(angle);
        }
      }
    }
    return new FieldSchema.Numbers(schema.scale()).encode(values);
  }

  /**
   * Returns the seconds since 1970 of times.
   *
   * @param times as of {@link #of}
   */
  public static double[] seconds(FieldSequence.Frames times) {
    float[] floats = times.values();
    double[] seconds = new double[floats.length / FLOATS];
    for (int i = 0; i < seconds.length; i++) {
      // The smallest part first, so that no sum is rounded.
      for (int part = FLOATS - 1; part >= 0; part--) {
        seconds[i] += floats[i * FLOATS + part];
      }
    }
    return seconds;
  }

  /** Returns the position of a time in a cycle, from 0 to 1. */
  private static double share(TimeFeature cycle, double seconds) {
    ZonedDateTime time = Instant.ofEpochSecond((long) Math.floor(seconds)).atZone(ZoneOffset.UTC);
    return switch (cycle) {
      case HOUR -> seconds / SECONDS_OF_A_DAY - Math.floor(seconds / SECONDS_OF_A_DAY);
      case WEEKDAY -> (time.getDayOfWeek().getValue() - 1) / 7.0;
      case MONTH -> (time.getMonthValue() - 1) / 12.0;
      case SINCE_PREVIOUS, SINCE_FIRST -> throw new IllegalArgumentException("no cycle: " + cycle);
    };
  }
}
