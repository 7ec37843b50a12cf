package dev.unfold.worker.settings.network;

import java.util.Collections;
import java.util.List;

/**
 * The settings of a time-delay layer, which sees its input at offsets from each step.
 *
 * @param hidden the width of its outputs, without the direct connections
 * @param offsets the steps that it sees, relative to the current one, in ascending order; a step
 *     before the start or after the end of a sequence is zero
 * @param activation the activation function
 * @param directConnections whether the input at the offsets follows the outputs, so that the layer
 *     above has direct connections from it (Bengio et al. 2003)
 */
public record TimeDelaySettings(
    int hidden, List<Integer> offsets, Activation activation, boolean directConnections)
    implements LayerSettings {
  /** The maximum number of offsets. */
  static final int MAX_OFFSETS = 256;

  /** The maximum distance of an offset from the current step. */
  static final int MAX_DISTANCE = 16_384;

  public TimeDelaySettings {
    offsets = List.copyOf(offsets);
    LayerSettings.checkWidth(hidden)
        .require(
            !offsets.isEmpty() && offsets.size() <= MAX_OFFSETS && ascend(offsets),
            "offsets",
            "1 to " + MAX_OFFSETS + " ascending whole numbers",
            offsets)
        .require(
            offsets.stream().allMatch(offset -> Math.abs((long) offset) <= MAX_DISTANCE),
            "offsets",
            "numbers from -" + MAX_DISTANCE + " to " + MAX_DISTANCE,
            offsets)
        .finish();
  }

  private static boolean ascend(List<Integer> offsets) {
    for (int i = 1; i < offsets.size(); i++) {
      if (offsets.get(i) <= offsets.get(i - 1)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int width(int inputs) {
    return directConnections ? hidden + offsets.size() * inputs : hidden;
  }

  @Override
  public Context context() {
    return new Context(
        Math.max(0, -Collections.min(offsets)), Math.max(0, Collections.max(offsets)));
  }

  @Override
  public int activationsPerStep(int inputs) {
    return Math.max(width(inputs), offsets.size() * inputs);
  }

  /** Returns a copy whose offsets are moved back until the last one is the current step. */
  @Override
  public TimeDelaySettings causal() {
    int future = context().future();
    return new TimeDelaySettings(
        hidden,
        offsets.stream().map(offset -> offset - future).toList(),
        activation,
        directConnections);
  }
}
