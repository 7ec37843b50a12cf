package dev.unfold.driver.retraining;

import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.training.RecordingListener;
import dev.unfold.driver.training.RunFixture;
import dev.unfold.worker.settings.EngineSettings;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.RetrainSettings;
import dev.unfold.worker.settings.StoreSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.AudioSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A corpus that grows, and the store of the models that are trained on it. Only its files change: a
 * method {@code with…} returns another fixture of the same folder.
 */
final class RetrainingFixture {
  private static final Configuration CONFIGURATION = new Configuration();
  private final JavaSparkContext spark;
  private final Path folder;
  private RunFixture run;
  private RetrainSettings.Data data = RetrainSettings.Data.NEW;
  private RetrainSettings.Start start = RetrainSettings.Start.CHAMPION;
  private CorpusSettings.Unit unit = CorpusSettings.Unit.CHAR;
  private EngineSettings.Provider provider = EngineSettings.Provider.AUTO;
  private double margin;
  private boolean newHeldOut;
  private int keep = 10;
  private String storeFolder = "store";
  private Metric metric = Metric.LOSS;
  private int vocabulary;

  /** Makes a corpus without files, and writes the text that is held out. */
  RetrainingFixture(JavaSparkContext spark, Path folder) throws IOException {
    this.spark = spark;
    this.folder = folder;
    run = new RunFixture(folder);
    Files.createDirectory(corpus());
    holdOut(RunFixture.text(99));
  }

  private RetrainingFixture(RetrainingFixture other) {
    spark = other.spark;
    folder = other.folder;
    run = other.run;
    data = other.data;
    start = other.start;
    unit = other.unit;
    provider = other.provider;
    margin = other.margin;
    newHeldOut = other.newHeldOut;
    keep = other.keep;
    storeFolder = other.storeFolder;
    metric = other.metric;
    vocabulary = other.vocabulary;
  }

  private RetrainingFixture with(Consumer<RetrainingFixture> change) {
    RetrainingFixture copy = new RetrainingFixture(this);
    change.accept(copy);
    return copy;
  }

  RetrainingFixture withRun(UnaryOperator<RunFixture> change) {
    return with(copy -> copy.run = change.apply(run));
  }

  RetrainingFixture withData(RetrainSettings.Data value) {
    return with(copy -> copy.data = value);
  }

  RetrainingFixture withStart(RetrainSettings.Start value) {
    return with(copy -> copy.start = value);
  }

  RetrainingFixture withUnit(CorpusSettings.Unit value) {
    return with(copy -> copy.unit = value);
  }

  RetrainingFixture withProvider(EngineSettings.Provider value) {
    return with(copy -> copy.provider = value);
  }

  RetrainingFixture withMargin(double value) {
    return with(copy -> copy.margin = value);
  }

  RetrainingFixture withNewHeldOut() {
    return with(copy -> copy.newHeldOut = true);
  }

  RetrainingFixture withKeep(int value) {
    return with(copy -> copy.keep = value);
  }

  RetrainingFixture withStore(String value) {
    return with(copy -> copy.storeFolder = value);
  }

  /** Decides by a metric; the rank of a target counts if it is 1. */
  RetrainingFixture withMetric(Metric value) {
    return with(copy -> copy.metric = value);
  }

  /** Limits the number of tokens of models that are trained from scratch. */
  RetrainingFixture withVocabulary(int value) {
    return with(copy -> copy.vocabulary = value);
  }

  Path corpus() {
    return folder.resolve("corpus");
  }

  void arrives(String name, String text) throws IOException {
    Files.writeString(corpus().resolve(name), text);
  }

  void holdOut(String text) throws IOException {
    Files.writeString(folder.resolve("held-out.txt"), text);
  }

  ModelStore store() throws IOException {
    return new ModelStore(folder.resolve(storeFolder + "/prose").toString(), CONFIGURATION);
  }

  long champion() throws IOException {
    return store().champion().orElseThrow().promotion().version();
  }

  RetrainingDecision.Verdict verdict(long number) throws IOException {
    return new RetrainingJournal(store()).decision(number).orElseThrow().verdict();
  }

  Retraining retraining() throws IOException {
    return new Retraining(settings(), spark.hadoopConfiguration());
  }

  RetrainingSummary retrain() throws IOException {
    return retrain(() -> false);
  }

  RetrainingSummary retrain(BooleanSupplier stop) throws IOException {
    return retraining().run(spark, stop, new RecordingListener());
  }

  private CorpusSettings corpus(CorpusSettings base) {
    return new CorpusSettings(
        List.of(corpus().toString()),
        base.validation(),
        List.of(),
        base.format(),
        base.header(),
        base.input(),
        base.inputs(),
        base.sequence(),
        base.target(),
        unit,
        base.document(),
        new VocabularySettings(vocabulary, 1),
        AudioSettings.asRecorded(),
        base.cache());
  }

  UnfoldSettings settings() {
    UnfoldSettings base = run.settings("runs");
    return new UnfoldSettings(
        corpus(base.corpus()),
        base.network(),
        base.training(),
        base.averaging(),
        new EvaluationSettings(2, 2, metric, 0.5, "", 10, 1, 0),
        base.checkpoint(),
        new EngineSettings(provider, base.engine().withoutBf16()),
        base.run(),
        new StoreSettings(folder.resolve(storeFolder).toString(), "prose", keep),
        new RetrainSettings(
            data,
            0.2,
            start,
            List.of(folder.resolve("held-out.txt").toString()),
            newHeldOut,
            margin));
  }
}
