package dev.unfold.driver.training;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.driver.evaluation.CorpusEvaluator;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.driver.training.corpora.RunCorpora;
import dev.unfold.driver.training.round.RoundRunner;
import dev.unfold.driver.training.state.RunCounters;
import dev.unfold.driver.training.state.RunEnd;
import dev.unfold.driver.training.state.RunFiles;
import dev.unfold.driver.training.state.TrainingState;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that {@link RunPreparation} has prepared, with everything that its rounds need.
 *
 * @param settings the settings, with the network itself where they name a file
 * @param template what all of its models share
 * @param start the state with which it starts
 */
record PreparedRun(
    JavaSparkContext spark,
    UnfoldSettings settings,
    RunCorpora corpora,
    TaskConfiguration taskConfiguration,
    ModelTemplate template,
    RunStart start) {
  private static final Logger LOG = LoggerFactory.getLogger(PreparedRun.class);

  /**
   * Trains to the end or until a stop is requested.
   *
   * @param stop checked before every round; a stop leaves a checkpoint
   */
  RunEnd run(BooleanSupplier stop, TrainingListener listener) throws IOException {
    RunFiles files = start.files();
    RunEvaluator evaluator =
        new RunEvaluator(
            new CorpusEvaluator(spark, taskConfiguration, corpora.scoring()),
            settings.corpus(),
            corpora);
    TrainingState state = start.state(corpora.counts());
    try (RoundRunner rounds =
        new RoundRunner(
            spark,
            taskConfiguration,
            corpora.train(),
            settings,
            RoundRunner.maxBytesOnDriver(spark.getConf()))) {
      report(state.counters(), rounds);
      TrainingLoop loop =
          new TrainingLoop(
              settings,
              rounds,
              new Evaluations(
                  new Validation(settings, evaluator, template, files), files, listener),
              files,
              new TrainingListeners(List.of(new RisingLossWatch(settings, LOG::warn), listener)));
      TrainingState end = loop.run(state, stop);
      Optional<RunEnd.Reason> done = loop.done(end.counters());
      if (done.isPresent()) {
        new FinalModel(files, evaluator, template, listener).publish(end);
      }
      return new RunEnd(done.orElse(RunEnd.Reason.STOP_REQUESTED), end.counters());
    }
  }

  private void report(RunCounters counters, RoundRunner rounds) {
    ShardedCorpus train = corpora.train();
    LOG.info(
        "{}: {} parameters, {}, {} chunks per epoch (shards x batch x steps: {} x {} x {}{}); {}",
        start.files().path(),
        start.network().parameters().parameterCount(),
        corpora.size(),
        rounds.chunksOf(counters.epoch()),
        train.shards(),
        train.batch(),
        train.steps(),
        settings.training().randomSteps().vary() ? " at most, drawn anew in each epoch" : "",
        counters.round() == 0 ? "starting" : "resuming after round " + counters.round());
  }
}
