package dev.unfold.driver.training;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.training.state.RunCounters;
import dev.unfold.driver.training.state.RunFiles;
import dev.unfold.driver.training.state.TrainingState;
import dev.unfold.worker.model.Model;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The final model of a run: the best one, or the last one if there was no validation. */
record FinalModel(
    RunFiles files, RunEvaluator evaluator, ModelTemplate template, TrainingListener listener) {
  private static final Logger LOG = LoggerFactory.getLogger(FinalModel.class);

  /**
   * Tests and publishes the model, unless that was done before.
   *
   * @param end the final state of the run
   */
  void publish(TrainingState end) throws IOException {
    RunCounters counters = end.counters();
    long round = counters.round();
    if (files.hasModelOf(round)) {
      LOG.info("nothing to do: the run already finished at round {} and has its model", round);
      return;
    }
    Model model;
    Map<String, Object> metrics;
    if (counters.validations().best().exists()) {
      ModelFolder best = files.openBest(counters.validations().best().round());
      model = best.read();
      metrics = best.metrics();
    } else {
      model = template.with(end.exported());
      metrics = ModelTemplate.metrics(counters, counters.epoch());
    }
    new ModelPublication(evaluator, template, listener, files.path() + "/" + RunFiles.MODEL)
        .publish(
            round,
            model,
            metrics,
            (finished, described, origin) -> files.saveModel(round, finished, described, origin));
  }
}
