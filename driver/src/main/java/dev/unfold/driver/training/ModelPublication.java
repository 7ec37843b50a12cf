package dev.unfold.driver.training;

import dev.unfold.worker.evaluation.Score;
import dev.unfold.worker.model.Model;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tests a finished model and writes it with its metrics.
 *
 * @param template what all models of the training share
 * @param path the folder that is written, for the log
 */
public record ModelPublication(
    RunEvaluator evaluator, ModelTemplate template, TrainingListener listener, String path) {
  private static final Logger LOG = LoggerFactory.getLogger(ModelPublication.class);

  /** Writes a model with its metrics and its provenance. */
  @FunctionalInterface
  public interface Save {
    void save(Model model, Map<String, Object> metrics, Map<String, ?> provenance)
        throws IOException;
  }

  /**
   * Publishes a model.
   *
   * @param rounds the number of rounds in which it was trained
   * @param metrics its metrics so far, to which those of the test are added
   */
  public void publish(long rounds, Model model, Map<String, Object> metrics, Save save)
      throws IOException {
    Optional<Score> test = evaluator.atEnd(model.parameters());
    test.ifPresent(score -> metrics.put("test", score.describe()));
    test.ifPresent(score -> listener.testFinished(rounds, score.measures()));
    metrics.put("parametersSha256", model.sha256());
    LOG.info("writing the model to {}", path);
    save.save(model, metrics, template.provenance());
    LOG.info("the model is in {}", path);
  }
}
