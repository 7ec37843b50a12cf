package dev.unfold.driver.training;

import dev.unfold.driver.corpus.ShardedCorpus;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.driver.scoring.CorpusEvaluator;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that {@link RunPreparation} has made ready: all that its rounds need is here.
 *
 * @param settings with the network itself where a file names it
 * @param parts of its models
 * @param start the state it starts with
 */
record PreparedRun(
    JavaSparkContext spark,
    UnfoldSettings settings,
    RunCorpora corpora,
    TaskConfiguration job,
    ModelParts parts,
    RunStart start) {
  /** Users know the run, not its parts. */
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

  /** The outcome of a run that did not fail, and its final counters. */
  record Ended(RunOutcome outcome, RunCounters counters) {}

  /**
   * Trains to the end, or until it is told to stop.
   *
   * @param stop asked before every round; a stop leaves a checkpoint
   */
  Ended run(BooleanSupplier stop, TrainingListener listener) throws IOException {
    RunFiles files = start.files();
    RunEvaluator validation =
        new RunEvaluator(
            new CorpusEvaluator(spark, job, corpora.scoring()), settings.corpus(), corpora);
    TrainingState first = start.state(corpora.counts());
    report(first.counters().round());
    try (RoundRunner rounds =
        new RoundRunner(
            spark, job, corpora.train(), settings, RoundRunner.mostBytesWhole(spark.getConf()))) {
      TrainingLoop loop =
          new TrainingLoop(
              settings,
              corpora.train(),
              rounds,
              new EpochEvaluation(settings, validation, parts, files, listener),
              files,
              listener,
              first);
      TrainingState end = loop.run(stop);
      if (!loop.done(end.counters())) {
        return new Ended(RunOutcome.INTERRUPTED, end.counters());
      }
      new FinalModel(files, validation, parts, listener).publish(end);
      return new Ended(RunOutcome.FINISHED, end.counters());
    }
  }

  private void report(long round) {
    ShardedCorpus train = corpora.train();
    LOG.info(
        "{}: {} parameters, {}, {} chunks per epoch (shards x batch x steps: {} x {} x {}); {}",
        start.files().path(),
        start.network().parameters().parameterCount(),
        corpora.size(),
        train.chunksPerEpoch(),
        train.shards(),
        train.batch(),
        train.steps(),
        round == 0 ? "starting" : "resuming after round " + round);
  }
}
