package dev.unfold.driver.training.alignment;

import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.RunSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.HybridSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;

/**
 * The settings of the passes of a hybrid.
 *
 * @param all the settings of the whole training
 */
record PassSettings(UnfoldSettings all) {
  /**
   * Requires settings with which a hybrid can be trained.
   *
   * @throws InvalidSettingException if one does not fit
   */
  void require() {
    InvalidSettingException.require(
        all.training().parent().isEmpty(),
        "training.parent",
        "no value for network.kind = hybrid, whose first pass starts from random parameters",
        all.training().parent());
    InvalidSettingException.require(
        all.evaluation().metric() == Metric.LOSS,
        "evaluation.metric",
        "loss for network.kind = hybrid, whose passes learn the states of steps",
        all.evaluation().metric());
  }

  HybridSettings network() {
    return (HybridSettings) all.network();
  }

  /** Returns the settings of the run of a pass: of a tagger of states. */
  UnfoldSettings ofRun(String dir, String parent) {
    return new UnfoldSettings(
        corpus(),
        network().tagger(),
        all.training().withParent(parent),
        all.averaging(),
        all.evaluation(),
        all.checkpoint(),
        all.engine(),
        new RunSettings(dir, ""),
        all.store(),
        all.retrain());
  }

  /** Returns the settings of the same rows with states in place of words, and without a test. */
  private CorpusSettings corpus() {
    CorpusSettings words = all.corpus();
    return words.withoutTest(
        new TargetSettings(words.target().column(), TargetSettings.Kind.TAGS, 0));
  }
}
