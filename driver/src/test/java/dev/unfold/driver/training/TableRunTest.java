package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.report.RunReport;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.CharEncoderSettings;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings.Pooling;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs over tables of examples. */
class TableRunTest {
  private static final Configuration CONFIGURATION = new Configuration();
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;
  private RunFixture fixture;

  /**
   * Words of two kinds: the kind of the last word determines the label, that of each word its tag.
   */
  @BeforeEach
  void writeTable() throws IOException {
    fixture = new RunFixture(folder);
    fixture = fixture.withBatch(8).withEpochs(8).withLearningRate(0.02).withDropout(0);
    WordTable.write(folder);
  }

  @Test
  void aLabelIsLearnedFromLongExamplesCutIntoChunks() throws IOException {
    fixture = fixture.withEpochs(3).withSteps(2);
    fixture = fixture.withInterval(1); // most rounds end before any target
    UnfoldSettings settings =
        settings(
            LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR,
            false,
            new TargetSettings("label", TargetSettings.Kind.LABEL, 0));
    RecordingListener one = train("local[1]", settings, "one");
    RecordingListener four = train("local[4]", settings, "four");
    assertThat(accuracyOfLast(one)).isGreaterThan(0.95);
    assertThat(sha256("four")).isEqualTo(sha256("one"));
    assertThat(four.epochs()).hasSameSizeAs(one.epochs());
  }

  @Test
  void tagsAreLearnedFromBothEndsAndCharacters() throws IOException {
    UnfoldSettings settings =
        settings(
            LayeredNetworkSettings.Kind.TAGGER,
            true,
            new TargetSettings("tags", TargetSettings.Kind.TAGS, 0));
    RecordingListener recorder = train("local[2]", settings, "run");
    assertThat(accuracyOfLast(recorder)).isGreaterThan(0.95);
    ModelFolder model = ModelFolder.open(path("run") + "/model", CONFIGURATION);
    Model read = model.read();
    assertThat(read.symbols()).isInstanceOf(Vocabularies.TableSchema.class);
    assertThat(read.config().shape().alphabet()).isPositive();
    assertThat(model.metrics().get("validation"))
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsKeys("accuracy", "macroF1");
    new RunReport(path("run"), CONFIGURATION).write();
    assertThat(Path.of(path("run"), RunReport.NAME))
        .content()
        .contains("\"validation.accuracy\":", "\"validation.macroF1\":", "\"samples\":{}");
  }

  @Test
  void theNetworkMustPredictWhatTheTableHas() {
    TargetSettings label = new TargetSettings("label", TargetSettings.Kind.LABEL, 0);
    assertThatThrownBy(() -> settings(LayeredNetworkSettings.Kind.TAGGER, false, label))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("network.kind: expected")
        .hasMessageContaining("corpus.target.kind = label")
        .hasMessageEndingWith("found tagger");
  }

  @Test
  void aMetricThatTheTagsDoNotHaveIsRefusedBeforeTheFirstRound() {
    UnfoldSettings settings =
        settings(
            LayeredNetworkSettings.Kind.TAGGER,
            false,
            new TargetSettings("tags", TargetSettings.Kind.TAGS, 0));

    assertThatThrownBy(() -> train("local[2]", withMetric(settings, Metric.CHUNK_F1), "refused"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "evaluation.metric: expected one of the metrics that this corpus has, loss, accuracy,"
                + " macro-f1, micro-f1, roc-auc, average-precision, threshold-precision,"
                + " threshold-recall (chunk-f1 needs tags such as B-PER, I-PER and O), found"
                + " chunk-f1");
    assertThat(Path.of(path("refused"), "checkpoints")).doesNotExist();
  }

  @Test
  void aPositiveLabelThatTheTrainingRowsDoNotHaveIsRefusedBeforeTheFirstRound() {
    UnfoldSettings settings =
        settings(
            LayeredNetworkSettings.Kind.TAGGER,
            false,
            new TargetSettings("tags", TargetSettings.Kind.TAGS, 0));
    UnfoldSettings wrong = settings.with(settings.evaluation().withPositive("maybe"));

    assertThatThrownBy(() -> train("local[2]", wrong, "refused"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(
            "evaluation.positive: expected a label or tag of the training rows, one of ")
        .hasMessageEndingWith(", found \"maybe\"");
    assertThat(Path.of(path("refused"), "checkpoints")).doesNotExist();
  }

  /** A ranking of 1000 labels has 1000 numbers for each row. */
  @Test
  void aRankingOfTooManyRowsIsRefusedBeforeTheFirstRound() throws IOException {
    List<String> labels =
        IntStream.range(0, 1000)
            .mapToObj("{\"words\": \"a1\", \"label\": \"c%d\"}"::formatted)
            .toList();
    Files.write(folder.resolve("train.json"), labels);
    Files.write(
        folder.resolve("validation.json"),
        IntStream.range(0, 16_778).mapToObj(i -> labels.get(i % 1000)).toList());
    UnfoldSettings settings =
        settings(
            LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR,
            false,
            new TargetSettings("label", TargetSettings.Kind.LABEL, 0));

    for (Metric metric : List.of(Metric.ROC_AUC, Metric.AVERAGE_PRECISION)) {
      assertThatThrownBy(() -> train("local[2]", withMetric(settings, metric), "refused"))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessageStartingWith(
              "evaluation.metric: expected a metric that can be computed for the 16,778 targets of"
                  + " corpus.validation (")
          .hasMessageContaining("which hold at most 16,777,216 numbers, one for each target and")
          .hasMessageEndingWith(
              "choose another metric or validate on fewer rows, found " + SettingKeys.of(metric));
      assertThat(Path.of(path("refused"), "checkpoints")).doesNotExist();
    }
  }

  @Test
  void theMetricMayChangeAndTheBestModelSoFarIsMeasuredByTheNewOne() throws IOException {
    fixture = fixture.withEpochs(4);
    UnfoldSettings settings =
        settings(
            LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR,
            false,
            new TargetSettings("label", TargetSettings.Kind.LABEL, 0));
    RecordingListener first =
        new FixtureRuns(SPARK.context(), folder).train(settings, "run", new StopAfterListener(3));
    assertThat(first.epochs()).isNotEmpty().hasSizeLessThan(4);

    RecordingListener rest = train("local[2]", withMetric(settings, Metric.LOSS), "run");

    List<EpochSummary> epochs =
        Stream.concat(first.epochs().stream(), rest.epochs().stream()).toList();
    double best = Double.NaN;
    for (EpochSummary epoch : first.epochs()) {
      best = epoch.best() ? epoch.validation().get("loss") : best;
    }
    for (EpochSummary epoch : rest.epochs()) {
      double loss = epoch.validation().get("loss");
      assertThat(epoch.best()).as("epoch " + epoch.epoch()).isEqualTo(loss < best);
      best = Math.min(best, loss);
    }
    assertThat(epochs).hasSize(4);
    assertThat(ModelFolder.open(path("run") + "/model", CONFIGURATION).metrics())
        .extractingByKey("validation")
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("loss", best)
        .doesNotContainKeys("perplexity", "bitsPerToken");
  }

  /** The recall at a probability of 0.999 is below that at 0.5, which is another metric. */
  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"LOSS", "THRESHOLD_RECALL"})
  void theBestModelSoFarHasNoKnownValueOfAMetricWithOtherSettings(Metric before)
      throws IOException {
    fixture = fixture.withEpochs(4);
    UnfoldSettings settings =
        settings(
            LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR,
            false,
            new TargetSettings("label", TargetSettings.Kind.LABEL, 0));
    RecordingListener first =
        new FixtureRuns(SPARK.context(), folder)
            .train(withMetric(settings, before), "run", new StopAfterListener(3));
    double known = first.epochs().get(0).validation().get("thresholdRecall");

    RecordingListener rest =
        train("local[2]", withMetric(settings, Metric.THRESHOLD_RECALL, 0.999), "run");

    EpochSummary next = rest.epochs().get(0);
    assertThat(next.validation().get("thresholdRecall")).isLessThan(known);
    assertThat(next.best()).isTrue();
  }

  private static UnfoldSettings withMetric(UnfoldSettings settings, Metric metric) {
    return withMetric(settings, metric, 0.5);
  }

  private static UnfoldSettings withMetric(
      UnfoldSettings settings, Metric metric, double threshold) {
    EvaluationSettings evaluation = settings.evaluation();
    return settings.with(
        new EvaluationSettings(
            evaluation.shards(), evaluation.batch(), metric, threshold, "", 10, 0, 0));
  }

  private static double accuracyOfLast(RecordingListener recorder) {
    List<EpochSummary> epochs = recorder.epochs();
    return epochs.get(epochs.size() - 1).validation().get("accuracy");
  }

  private RecordingListener train(String master, UnfoldSettings settings, String run)
      throws IOException {
    return new FixtureRuns(SPARK.withMaster(master).context(), folder)
        .train(settings, run, () -> false);
  }

  private String sha256(String run) throws IOException {
    return ModelFolder.open(path(run) + "/model", CONFIGURATION).read().sha256();
  }

  private String path(String run) {
    return folder.resolve(run).toString();
  }

  private UnfoldSettings settings(
      LayeredNetworkSettings.Kind kind, boolean bidirectional, TargetSettings target) {
    NetworkSettings network =
        new LayeredNetworkSettings(
            kind,
            RecurrentSettings.stack(CellKind.GRU, 1, 12, bidirectional),
            6,
            0,
            new EncoderSettings(Pooling.LAST, 1, new CharEncoderSettings(4, 4, 2)),
            DecoderSettings.defaults(),
            OutputSettings.softmax());
    return WordTable.settings(fixture.settings("run"), network, folder, target, bidirectional);
  }
}
