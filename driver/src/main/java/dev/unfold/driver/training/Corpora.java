package dev.unfold.driver.training;

import dev.unfold.driver.corpus.CorpusEncoder;
import dev.unfold.driver.corpus.DealtCorpus;
import dev.unfold.driver.model.Symbols;
import dev.unfold.worker.evaluation.Scoring;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.CorpusSettings;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;

/** What a run trains on, is validated on after each epoch, and tested on at the end. */
interface Corpora {
  DealtCorpus train();

  Optional<? extends DealtCorpus> validation();

  Optional<? extends DealtCorpus> test();

  /** What a step reads and predicts. */
  DataShape shape();

  /** What it means. */
  Symbols symbols();

  /** How it came to be. */
  Preprocessing preprocessing();

  /** What is counted when it is scored. */
  Scoring scoring();

  /** Of the training corpus, in words. */
  String size();

  /** What of them belongs to the identity of a run. */
  SortedMap<String, String> identity();

  /** Files and counts, for the provenance of a model. */
  Map<String, Object> describe();

  /** Returns the checks of the corpora for likely mistakes; the training corpus is the first. */
  List<CorpusCheck> checks();

  /** What is in them and what was left out of them, for the metrics of a run. */
  Map<String, Object> counts();

  /** Refuses, before anything runs, files that a listing shows to be missing or empty. */
  static void requireFiles(CorpusSettings settings, Configuration configuration)
      throws IOException {
    CorpusEncoder.requireText(settings.train(), configuration);
    for (List<String> paths : List.of(settings.validation(), settings.test())) {
      if (!paths.isEmpty()) {
        CorpusEncoder.requireText(paths, configuration);
      }
    }
  }

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
                text.getValue()),
            String.format(
                Locale.ROOT,
                "%n  %s: the run has %s, found %s",
                text.getKey(),
                expected,
                text.getValue()),
            false);
      }
    }
  }
}
