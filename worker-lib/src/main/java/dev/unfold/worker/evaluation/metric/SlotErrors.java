package dev.unfold.worker.evaluation.metric;

import dev.unfold.worker.settings.Metric;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The slot error rate: slots of the input that are missing from the generated sequence, and slots
 * that are redundant in it, as defined by Wen et al., <a
 * href="https://arxiv.org/abs/1508.01745">Semantically Conditioned LSTM-based Natural Language
 * Generation for Spoken Dialogue Systems</a>:
 *
 * <pre>
 * ERR = (missing + redundant) / slots of the inputs
 * </pre>
 */
public final class SlotErrors implements Statistic<SlotErrors> {
  private static final long serialVersionUID = 1L;

  private long missing;
  private long redundant;
  private long slots;

  /**
   * Compares the slots of an input with those of the generated sequence, counting each occurrence.
   */
  public void add(List<String> inputSlots, List<String> generatedSlots) {
    Map<String, Integer> difference = new HashMap<>();
    inputSlots.forEach(slot -> difference.merge(slot, 1, Integer::sum));
    generatedSlots.forEach(slot -> difference.merge(slot, -1, Integer::sum));
    for (int count : difference.values()) {
      missing += Math.max(0, count);
      redundant += Math.max(0, -count);
    }
    slots += inputSlots.size();
  }

  @Override
  public SlotErrors plus(SlotErrors other) {
    SlotErrors sum = new SlotErrors();
    sum.missing = missing + other.missing;
    sum.redundant = redundant + other.redundant;
    sum.slots = slots + other.slots;
    return sum;
  }

  /**
   * Returns the number of errors per slot of the inputs, which may be above 1; NaN without slots.
   */
  public double rate() {
    return (double) (missing + redundant) / slots;
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(Metric.SLOT_ERROR_RATE.key(), rate());
    values.put("missingSlots", missing);
    values.put("redundantSlots", redundant);
    values.put("slots", slots);
    return values;
  }
}
