package dev.unfold.driver.training;

import dev.unfold.driver.evaluation.CorpusEvaluator;
import dev.unfold.driver.training.corpora.NamedCorpus;
import dev.unfold.driver.training.corpora.RunCorpora;
import dev.unfold.worker.evaluation.Score;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates parameters during training and at the end.
 *
 * @param settings the settings with the paths of the corpora
 * @param corpora the corpora: validation during training, test at the end
 */
public record RunEvaluator(CorpusEvaluator evaluator, CorpusSettings settings, RunCorpora corpora) {
  private static final Logger LOG = LoggerFactory.getLogger(RunEvaluator.class);

  /**
   * Returns the score on the validation corpus, if there is one.
   *
   * @param when describes the parameters, as in {@code epoch 2}
   */
  public Optional<Score> validate(String when, float[] parameters) throws IOException {
    if (corpora.validation().isEmpty()) {
      return Optional.empty();
    }
    LOG.info("{}: evaluating on {}", when, NamedCorpus.validation(settings));
    return Optional.of(
        evaluator.evaluate(corpora.validation().get(), parameters, "validation of " + when));
  }

  /** Returns the score on the test corpus, if there is one. */
  Optional<Score> atEnd(float[] parameters) throws IOException {
    if (corpora.test().isEmpty()) {
      return Optional.empty();
    }
    LOG.info("evaluating the finished model on {}", NamedCorpus.test(settings));
    return Optional.of(evaluator.evaluate(corpora.test().get(), parameters, "test"));
  }
}
