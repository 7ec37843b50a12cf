package dev.unfold.driver.training.alignment;

import dev.unfold.driver.corpus.example.EncodedExampleCorpus;
import dev.unfold.driver.corpus.example.ExampleCorpusEncoder;
import dev.unfold.driver.corpus.example.RetargetedCorpus;
import dev.unfold.driver.corpus.example.sharding.ExampleSharder;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.OwnedBroadcast;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.driver.training.CorporaProvider;
import dev.unfold.driver.training.TrainingListener;
import dev.unfold.driver.training.TrainingRun;
import dev.unfold.driver.training.corpora.TableCorpora;
import dev.unfold.driver.training.outcome.RunOutcome;
import dev.unfold.driver.training.state.RunEnd;
import dev.unfold.driver.training.state.RunIdentity;
import dev.unfold.worker.sequence.example.LabelSet;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.training.AlignmentSettings;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The passes of a hybrid, in turn: alignment, counts, a run. Each step is committed and not
 * repeated.
 *
 * @param corpora the corpora, whose targets are words
 */
record HybridPasses(
    JavaSparkContext spark,
    PassSettings settings,
    Kernels kernels,
    PassFiles files,
    TableCorpora corpora,
    HybridModels models) {
  private static final Logger LOG = LoggerFactory.getLogger(HybridPasses.class);
  private static final String TRAIN = "train";
  private static final String VALIDATION = "validation";

  /**
   * Encodes the corpora.
   *
   * @throws IOException if the directory contains another training, or the corpora cannot be used
   */
  static HybridPasses prepare(
      JavaSparkContext spark, PassSettings settings, Kernels kernels, PassFiles files)
      throws IOException {
    files.sweepTemporaries();
    UnfoldSettings all = settings.all();
    SortedMap<String, String> identity = RunIdentity.of(all, kernels);
    identity.put("epochs of a pass", Integer.toString(all.training().epochs()));
    identity.put("rounds of a pass", Integer.toString(all.training().maxRounds()));
    identity.put("patience of a pass", Integer.toString(all.training().patience()));
    identity.put(
        "rounds between validations of a pass", Integer.toString(all.evaluation().everyRounds()));
    Optional<SortedMap<String, String>> begun = files.plan();
    String where = files.folder().path();
    if (begun.isPresent()) {
      RunIdentity.requireSame(where, begun.get(), identity);
    }
    String cache = CorporaProvider.cache(all, files.folder());
    int stepsOfWord = settings.network().hmm().states();
    TableCorpora corpora =
        TableCorpora.encode(
            new ExampleCorpusEncoder(spark, cache, stepsOfWord), all, Optional.empty());
    HybridModels models = HybridModels.of(spark, settings, kernels, corpora);
    if (begun.isPresent()) {
      corpora.requireSame(where, begun.get());
    } else {
      identity.putAll(corpora.identity());
      files.savePlan(identity);
    }
    return new HybridPasses(spark, settings, kernels, files, corpora, models);
  }

  /** Trains until the alignment is stable, or there were as many passes as there may be. */
  RunEnd run(BooleanSupplier stop, TrainingListener listener) throws IOException {
    AlignmentSettings limits = settings.all().training().alignment();
    for (int pass = 1; ; pass++) {
      if (stop.getAsBoolean()) {
        return files.end(RunEnd.Reason.STOP_REQUESTED, pass);
      }
      AlignmentCounts counts = counts(pass);
      if (pass > 1 && counts.changedShare() <= limits.stable()) {
        LOG.info("the alignment is stable after {} passes", pass - 1);
        return finish(RunEnd.Reason.STABLE_ALIGNMENT, pass - 1, listener);
      }
      if (files.modelOf(pass).isEmpty() && !train(pass, stop, listener)) {
        return files.end(RunEnd.Reason.STOP_REQUESTED, pass);
      }
      if (pass == limits.passes()) {
        return finish(RunEnd.Reason.ALL_PASSES, pass, listener);
      }
    }
  }

  /** Returns the counts of the alignment of a pass, after aligning the rows if need be. */
  private AlignmentCounts counts(int pass) throws IOException {
    Optional<AlignmentCounts> known = files.counts(pass);
    AlignmentCounts counts = known.isPresent() ? known.get() : count(pass);
    LOG.info(
        "pass {} of at most {}: {}",
        pass,
        settings.all().training().alignment().passes(),
        pass == 1
            ? "all states of a row last equally long"
            : String.format(
                Locale.ROOT, "%.2f %% of the steps changed state", 100 * counts.changedShare()));
    return counts;
  }

  private AlignmentCounts count(int pass) throws IOException {
    EncodedExampleCorpus now = aligned(pass, TRAIN, corpora.train().examples());
    EncodedExampleCorpus before =
        pass == 1 ? now : aligned(pass - 1, TRAIN, corpora.train().examples());
    AlignmentCounts counts =
        new AlignmentComparison(
                now,
                before,
                models.states().count(),
                SerializedHadoopConfiguration.of(spark.hadoopConfiguration()))
            .count(spark);
    files.saveCounts(pass, counts);
    if (pass > 1) {
      files.deleteCorpus(pass - 1, TRAIN);
      files.deleteCorpus(pass - 1, VALIDATION);
    }
    return counts;
  }

  /** Returns the aligned rows of a corpus. */
  private EncodedExampleCorpus aligned(int pass, String name, EncodedExampleCorpus words)
      throws IOException {
    RetargetedCorpus states =
        new RetargetedCorpus(words, new LabelSet(models.states().names(models.vocabulary())));
    String key = PassFiles.nameOf(pass, name);
    if (pass == 1) {
      return states.openOrEncode(spark, files.corpora(), key, new UniformTargets(models.states()));
    }
    try (OwnedBroadcast<float[]> shipped = OwnedBroadcast.of(spark, parameters(pass - 1))) {
      return states.openOrEncode(
          spark,
          files.corpora(),
          key,
          new NetworkTargets(models.network(), kernels, shipped.broadcast()));
    }
  }

  /** Returns the parameters of the hybrid after a pass. */
  private float[] parameters(int pass) throws IOException {
    return models.parameters(
        files.modelOf(pass).orElseThrow().read(), files.counts(pass).orElseThrow().parameters());
  }

  /** Runs a pass and returns whether it is complete. */
  private boolean train(int pass, BooleanSupplier stop, TrainingListener listener)
      throws IOException {
    String parent = pass == 1 ? "" : files.modelOf(pass - 1).orElseThrow().path();
    UnfoldSettings run = settings.ofRun(files.directoryOf(pass), parent);
    EncodedExampleCorpus train = aligned(pass, TRAIN, corpora.train().examples());
    ExampleSharder sharder =
        new ExampleSharder(
            run.network(), run.corpus().columns(), run.corpus().target(), train.schema());
    Optional<EncodedExampleCorpus> validation = Optional.empty();
    if (corpora.validation().isPresent()) {
      validation = Optional.of(aligned(pass, VALIDATION, corpora.validation().get().examples()));
    }
    TableCorpora states =
        new TableCorpora(
            run,
            sharder.forTraining(train, run.training()),
            validation.map(rows -> sharder.forEvaluation(rows, run.evaluation())),
            Optional.empty());
    int epochs = settings.all().training().epochs();
    int passes = settings.all().training().alignment().passes();
    PassListener part =
        new PassListener(listener, files.roundsBefore(pass), (pass - 1) * epochs, passes * epochs);
    RunOutcome outcome =
        new TrainingRun(spark, run, part, (resolved, model, dir) -> states).run(stop).outcome();
    if (outcome == RunOutcome.FINISHED) {
      models.logValidation(pass, parameters(pass));
    }
    return outcome == RunOutcome.FINISHED;
  }

  private RunEnd finish(RunEnd.Reason reason, int pass, TrainingListener listener)
      throws IOException {
    RunEnd end = files.end(reason, pass); // before the model, after which nothing may fail
    if (files.hasModelOf(pass, settings.network())) {
      LOG.info("nothing to do: training already finished after {} passes and has its model", pass);
    } else {
      models.publish(files, pass, parameters(pass), listener);
    }
    return end;
  }
}
