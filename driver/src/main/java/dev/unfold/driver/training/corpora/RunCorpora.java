package dev.unfold.driver.training.corpora;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.driver.corpus.text.TextCorpusEncoder;
import dev.unfold.driver.training.outcome.RunMismatchException;
import dev.unfold.worker.evaluation.Scoring;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;

/**
 * The corpora of a run: for training, for validation after each epoch, and for the test at the end.
 */
public interface RunCorpora {
  ShardedCorpus train();

  Optional<? extends ShardedCorpus> validation();

  Optional<? extends ShardedCorpus> test();

  /** Returns the shape of the inputs and targets of a step. */
  DataShape shape();

  /** Returns the vocabularies of inputs and targets. */
  Vocabularies symbols();

  /** Returns the preprocessing that produced the corpora. */
  Preprocessing preprocessing();

  /** Returns the metrics that are computed when a model is evaluated. */
  Scoring scoring();

  /** Returns the size of the training corpus in words, for the log. */
  String size();

  /** Returns the properties of the corpora that are part of a run's identity. */
  SortedMap<String, String> identity();

  /** Returns files and counts for the provenance of a model. */
  Map<String, Object> describe();

  /** Returns the checks of the corpora for likely mistakes; the training corpus is the first. */
  List<CorpusCheck> checks();

  /**
   * Returns the counts of the content of the corpora and of skipped items, for the metrics of a
   * run.
   */
  Map<String, Object> counts();

  /** Rejects, before anything runs, files that a listing shows to be missing or empty. */
  static void requireFiles(CorpusSettings settings, Configuration configuration)
      throws IOException {
    if (settings.format().isQuery()) {
      return;
    }
    TextCorpusEncoder.requireText(settings.train(), configuration);
    for (List<String> paths : List.of(settings.validation(), settings.test())) {
      if (!paths.isEmpty()) {
        TextCorpusEncoder.requireText(paths, configuration);
      }
    }
  }

  /**
   * Compares the corpora with those of a run that resumes.
   *
   * @param where the run's directory
   * @param begun the identity of the run
   * @throws RunMismatchException naming the first corpus that differs
   */
  default void requireSame(String where, SortedMap<String, String> begun)
      throws RunMismatchException {
    for (Map.Entry<String, String> text : identity().entrySet()) {
      String expected = begun.get(text.getKey());
      if (!text.getValue().equals(expected)) {
        throw new RunMismatchException(
            String.format(
                Locale.ROOT,
                "%s: the %s changed since the run was started: expected SHA-256 %s, found %s;"
                    + " choose another run.dir or restore the files",
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
