package dev.unfold.driver.training;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.driver.training.corpora.NamedCorpus;
import dev.unfold.driver.training.corpora.RunCorpora;
import dev.unfold.worker.evaluation.CorpusTargets;
import dev.unfold.worker.evaluation.metric.ProbabilityScore;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.Locale;
import java.util.Optional;

/**
 * Rejects a metric that the validations of a run would not have.
 *
 * @param settings the settings of the run
 * @param evaluated the network that is evaluated
 */
record MetricCheck(UnfoldSettings settings, RunCorpora corpora, Network evaluated) {
  /**
   * Checks the metric against the targets of the training corpus and against the size of the
   * validation corpus.
   *
   * @throws InvalidSettingException if validations do not have it
   */
  void require() {
    settings.evaluation().metric().requireIn(corpora.scoring().emptyScore(evaluated).describe());
    Optional<? extends ShardedCorpus> validation = corpora.validation();
    if (validation.isPresent()) {
      requireOfSize(settings.corpus(), validation.get());
    }
  }

  private void requireOfSize(CorpusSettings corpus, ShardedCorpus validation) {
    CorpusTargets targets = new CorpusTargets(validation.unseenLabels(), validation.targets());
    InvalidSettingException.require(
        corpora
            .scoring()
            .with(targets)
            .emptyScore(evaluated)
            .describe()
            .containsKey(settings.evaluation().metric().key()),
        "evaluation.metric",
        String.format(
            Locale.ROOT,
            "a metric that can be computed for the %,d targets of %s, but not roc-auc or"
                + " average-precision, which hold at most %,d numbers, one for each target and"
                + " label (of two labels, or with evaluation.positive, one for each target); choose"
                + " another metric or validate on fewer rows",
            targets.count(),
            NamedCorpus.validation(corpus),
            ProbabilityScore.MAX_SCORES),
        settings.evaluation().metric());
  }
}
