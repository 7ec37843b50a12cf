package dev.unfold.driver.training;

import dev.unfold.driver.corpus.DealtCorpus;
import dev.unfold.worker.sequence.DataShape;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What a run trains on, is validated on after each epoch, and tested on at the end. */
interface Corpora {
  DealtCorpus train();

  Optional<? extends DealtCorpus> validation();

  Optional<? extends DealtCorpus> test();

  /** What a step reads and predicts. */
  DataShape shape();

  /** What of them belongs to the identity of a run. */
  SortedMap<String, String> identity();

  /** Files and counts, for the provenance of a model. */
  Map<String, Object> describe();

  /**
   * Compares the corpora with those of a run that goes on.
   *
   * @param where the run's directory
   * @param begun identity of the run
   * @throws OtherRunException naming the first that differs
   */
  default void requireSame(String where, SortedMap<String, String> begun) throws OtherRunException {
    for (Map.Entry<String, String> text : identity().entrySet()) {
      String expected = begun.get(text.getKey());
      if (!text.getValue().equals(expected)) {
        throw new OtherRunException(
            String.format(
                Locale.ROOT,
                "%s: the %s is not the one the run began with: expected SHA-256 %s, found %s;"
                    + " choose another run.dir or go back to the text",
                where,
                text.getKey(),
                expected,
                text.getValue()));
      }
    }
  }
}
