package dev.unfold.worker.evaluation;

import dev.unfold.worker.sequence.Chunk;
import java.util.Arrays;

/**
 * The seasonal naive forecast h steps ahead: the last known value of the same part of a season, the
 * value x(t + h - k m) for x(t + h), where m is the length of a season and k the smallest number of
 * seasons with h ≤ k m. It is known if a lane has begun by then.
 */
final class LastSeason {
  private final int season;
  private final int width;
  private final int first;

  /** The number of steps from the oldest of the last m values to the forecast. */
  private final int part;

  /** The last m values of each lane, [B, m, width], step t of a sequence at t mod m. */
  private float[] values = new float[0];

  private long[] known = new long[0];
  private float[] forecasts = new float[0];
  private boolean[] present = new boolean[0];

  /**
   * @param forecast the forecast, which has a season
   */
  LastSeason(Forecast forecast) {
    season = forecast.season();
    width = forecast.predicted().size();
    first = forecast.first();
    part = (forecast.ahead() - 1) % season;
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
        present[position] = known[lane] + part >= season;
        System.arraycopy(values, at(lane, known[lane] + part), forecasts, position * width, width);
      }
    }
  }

  /** Returns the index of the value at a step, or of the one a season before it. */
  private int at(int lane, long step) {
    return (lane * season + (int) (step % season)) * width;
  }

  /** Returns whether there is a forecast at a position. */
  boolean knows(int position) {
    return present[position];
  }

  /** Returns a number of the forecast. */
  float forecast(int position, int column) {
    return forecasts[position * width + column];
  }
}
