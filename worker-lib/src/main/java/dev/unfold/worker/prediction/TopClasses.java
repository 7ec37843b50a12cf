package dev.unfold.worker.prediction;

import dev.unfold.worker.network.output.Categorical;
import java.util.BitSet;

/**
 * The most probable classes of a step; the arrays are not copied and must not be modified.
 *
 * @param ids the ids, the most probable first, and the lower id first of equally probable ones; of
 *     tags that are predicted together, the predicted one is first
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
    return of(logits, max, new BitSet());
  }

  /**
   * Ranks the classes of an output, some of them after all others; the probabilities are those
   * among all classes.
   *
   * @param logits the logits of all classes
   * @param max the maximum number of classes that are kept, at least 1
   * @param last the classes that come after the others
   */
  static TopClasses of(float[] logits, int max, BitSet last) {
    int[] ids = new int[Math.min(max, logits.length)];
    int kept = 0;
    for (int id = 0; id < logits.length; id++) {
      int place = kept;
      while (place > 0 && isBefore(id, ids[place - 1], logits, last)) {
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

  /**
   * Ranks the classes of an output after the predicted one.
   *
   * @param predicted the class that comes first
   * @param logits the logits of all classes
   * @param max the maximum number of classes that are kept, at least 1
   */
  static TopClasses startingWith(int predicted, float[] logits, int max) {
    BitSet others = new BitSet();
    others.set(0, logits.length);
    others.clear(predicted);
    return of(logits, max, others);
  }

  private static boolean isBefore(int id, int other, float[] logits, BitSet last) {
    return last.get(id) == last.get(other) ? logits[id] > logits[other] : last.get(other);
  }
}
