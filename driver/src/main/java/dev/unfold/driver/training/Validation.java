package dev.unfold.driver.training;

import dev.unfold.driver.corpus.DealtCorpus;
import dev.unfold.driver.scoring.CorpusEvaluator;
import dev.unfold.worker.evaluation.Score;
import java.io.IOException;
import java.util.Optional;

/**
 * Evaluates the parameters between epochs and at the end.
 *
 * @param validation evaluated after every epoch
 * @param test evaluated once
 */
record Validation(
    CorpusEvaluator evaluator,
    Optional<? extends DealtCorpus> validation,
    Optional<? extends DealtCorpus> test) {

  /** The score on the validation corpus, if there is any. */
  Optional<Score> afterEpoch(int epoch, float[] parameters) throws IOException {
    return validation.isEmpty()
        ? Optional.empty()
        : Optional.of(
            evaluator.evaluate(validation.get(), parameters, "validation of epoch " + epoch));
  }

  /** The score on the test corpus, if there is any. */
  Optional<Score> atEnd(float[] parameters) throws IOException {
    return test.isEmpty()
        ? Optional.empty()
        : Optional.of(evaluator.evaluate(test.get(), parameters, "test"));
  }
}
