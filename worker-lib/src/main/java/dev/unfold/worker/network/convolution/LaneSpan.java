package dev.unfold.worker.network.convolution;

import dev.unfold.worker.sequence.Chunk;
import java.util.function.Consumer;

/**
 * The steps of one sequence of a lane that are in a chunk. A span without steps is an absent step.
 *
 * @param batch B
 * @param lane the lane
 * @param first the first step
 * @param end the step after the last one
 */
record LaneSpan(int batch, int lane, int first, int end) {
  /** Passes the spans of all lanes to a consumer, those of a lane in the order of their steps. */
  static void forEach(Chunk chunk, Consumer<LaneSpan> consumer) {
    for (int lane = 0; lane < chunk.batch(); lane++) {
      int end;
      for (int first = 0; first < chunk.steps(); first = Math.max(first + 1, end)) {
        end = first + chunk.length(lane, first);
        consumer.accept(new LaneSpan(chunk.batch(), lane, first, end));
      }
    }
  }

  /** Returns whether a step belongs to it. */
  boolean contains(int step) {
    return step >= first && step < end;
  }

  /** Returns its steps before a given one. */
  LaneSpan before(int step) {
    return new LaneSpan(batch, lane, first, Math.max(first, Math.min(end, step)));
  }

  /** Returns whether it is an absent step. */
  boolean isEmpty() {
    return first == end;
  }

  /** Returns the position of a step in the chunk. */
  int position(int step) {
    return step * batch + lane;
  }
}
