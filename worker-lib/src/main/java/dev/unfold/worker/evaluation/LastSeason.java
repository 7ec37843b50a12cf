package dev.unfold.worker.evaluation;

import dev.unfold.worker.sequence.Chunk;
import java.util.Arrays;

/**
 * The seasonal naive forecast of the next step: the value x(t + 1 - m) for x(t + 1), where m is the
 * length of a season. It is known from the step on at which a lane has m values.
 */
final class LastSeason {
  private final int season;
  private final int width;
  private final int first;

  /** The last m values of each lane, [B, m, width], step t of a sequence at t mod m. */
  private float[] values = new float[0];

  private long[] known = new long[0];
  private float[] forecasts = new float[0];
  private boolean[] present = new boolean[0];

  /**
   * @param season m, at least 1
   * @param width the number of values of a forecast
   * @param first the index of the first of them among the values of an input frame
   */
  LastSeason(int season, int width, int first) {
    this.season = season;
    this.width = width;
    this.first = first;
  }

  /** Computes the forecasts of a chunk, which follows the one before it. */
  void read(Chunk chunk) {
    if (known.length == 0) {
      known = new long[chunk.batch()];
      values = new float[Math.multiplyExact(Math.multiplyExact(chunk.batch(), season), width)];
      forecasts = new float[chunk.present().length * width];
      present = new boolean[chunk.present().length];
    }
    Arrays.fill(present, false);
    int frame = chunk.frames().length / chunk.present().length;
    for (int position = 0; position < chunk.advance() * chunk.batch(); position++) {
      if (chunk.present()[position]) {
        int lane = position % chunk.batch();
        known[lane] = chunk.resets()[position] ? 0 : known[lane];
        System.arraycopy(
            chunk.frames(), position * frame + first, values, at(lane, known[lane]), width);
        known[lane]++;
        present[position] = known[lane] >= season;
        System.arraycopy(values, at(lane, known[lane]), forecasts, position * width, width);
      }
    }
  }

  /** Returns the index of the value at a step, or of the one a season before. */
  private int at(int lane, long step) {
    return (lane * season + (int) (step % season)) * width;
  }

  /** Returns whether there is a forecast of the step after a position. */
  boolean knows(int position) {
    return present[position];
  }

  /** Returns a number of the forecast. */
  float forecast(int position, int column) {
    return forecasts[position * width + column];
  }
}
