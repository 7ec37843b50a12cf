package dev.unfold.dl4j.master;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.spark.stats.BaseEventStats;
import org.deeplearning4j.spark.stats.EventStats;

/**
 * Measures phases with the clock of this machine; DL4J's own timer would query a time server.
 *
 * @param <P> the phases
 */
final class PhaseTimer<P extends Enum<P>> {
  private final Map<P, List<EventStats>> times;

  PhaseTimer(Class<P> phases) {
    times = new EnumMap<>(phases);
    for (P phase : phases.getEnumConstants()) {
      times.put(phase, new ArrayList<>());
    }
  }

  /** Runs work as part of a phase and records its time. */
  <R> R time(P phase, Supplier<R> work) {
    long start = System.currentTimeMillis();
    R result = work.get();
    add(phase, start);
    return result;
  }

  /** Records the time of a phase that has ended. */
  void add(P phase, long start) {
    times.get(phase).add(new BaseEventStats(start, System.currentTimeMillis() - start));
  }

  /** Returns the times of a phase, in the order in which they were added. */
  List<EventStats> of(P phase) {
    return times.get(phase);
  }
}
