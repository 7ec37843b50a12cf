package dev.unfold.worker.prediction;

import dev.unfold.worker.network.output.Categorical;

/**
 * The most probable classes of a step; the arrays are not copied and must not be modified.
 *
 * @param ids the ids, the most probable first, and the lower id first of equally probable ones
 * @param probabilities the probabilities of these classes
 */
public record TopClasses(int[] ids, float[] probabilities) {
  /**
   * Ranks the classes of an output.
   *
   * @param logits the logits of all classes
   * @param max the maximum number of classes that are kept, at least 1
   */
  static TopClasses of(float[] logits, int max) {
    int[] ids = new int[Math.min(max, logits.length)];
    int kept = 0;
    for (int id = 0; id < logits.length; id++) {
      int place = kept;
      while (place > 0 && logits[id] > logits[ids[place - 1]]) {
        place--;
      }
      if (place < ids.length) {
        kept = Math.min(kept + 1, ids.length);
        System.arraycopy(ids, place, ids, place + 1, kept - 1 - place);
        ids[place] = id;
      }
    }
    double normalizer = Categorical.logNormalizer(logits);
    float[] probabilities = new float[ids.length];
    for (int rank = 0; rank < ids.length; rank++) {
      probabilities[rank] = Categorical.probability(logits[ids[rank]], normalizer);
    }
    return new TopClasses(ids, probabilities);
  }
}
