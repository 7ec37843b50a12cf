package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.monitoring.EventReader;
import dev.unfold.driver.monitoring.RunMonitor;
import dev.unfold.driver.training.outcome.RunOutcome;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests the monitoring of a run over HTTP while it trains. */
class MonitoredRunTest {
  private static final String SINK = "spark.metrics.conf.*.sink.prometheusServlet.";
  private static final String PAGE = "/metrics/prometheus";

  @RegisterExtension
  private static final LocalSpark SPARK =
      new LocalSpark()
          .with("spark.ui.enabled", "true")
          .with("spark.ui.port", "0")
          .with("spark.metrics.namespace", "test")
          .with(SINK + "class", "org.apache.spark.metrics.sink.PrometheusServlet")
          .with(SINK + "path", PAGE);

  private static final RecordingListener RECORDER = new RecordingListener();
  private static final Pages PAGES = new Pages();

  @TempDir private static Path folder;

  @BeforeAll
  static void train() throws IOException {
    JavaSparkContext spark = SPARK.context();
    RunFixture fixture = new RunFixture(folder);
    fixture = fixture.withInterval(20).withTensorboard(folder.resolve("tensorboard").toString());
    UnfoldSettings settings = fixture.settings("run");
    try (RunMonitor monitor = RunMonitor.open(spark, settings.run())) {
      TrainingListeners all = new TrainingListeners(List.of(RECORDER, monitor, PAGES));
      assertThat(new TrainingRun(spark, settings, all).run(PAGES).outcome())
          .isEqualTo(RunOutcome.FINISHED);
    }
  }

  @Test
  void prometheusReadsTheMetricsOfTheNewestRound() throws IOException {
    assertThat(PAGES.before).contains("test_driver_").doesNotContain("driver_unfold_");
    assertThat(PAGES.rounds).hasSameSizeAs(RECORDER.rounds()).hasSize(4);
    for (int i = 0; i < PAGES.rounds.size(); i++) {
      String page = PAGES.rounds.get(i);
      RoundSummary round = RECORDER.rounds().get(i);
      assertThat(gauge(page, "train_round")).hasValue((double) round.round());
      assertThat(gauge(page, "train_epoch")).hasValue(round.epoch());
      assertThat(gauge(page, "train_loss")).hasValue(round.loss());
      assertThat(gauge(page, "train_gradientNorm")).hasValue(round.gradientNorm());
      assertThat(gauge(page, "train_learningRate")).hasValue(round.learningRate());
      assertThat(gauge(page, "train_targetsPerSecond")).hasValue(round.targetsPerSecond());
      assertThat(gauge(page, "train_excludedShards")).hasValue(0);
      assertThat(gauge(page, "train_excludedTargets")).hasValue(0);
      assertThat(gauge(page, "validation_loss").isPresent()).isEqualTo(round.epoch() > 1);
    }
    double validated = RECORDER.epochs().get(0).validation().get("loss");
    assertThat(gauge(PAGES.rounds.get(3), "validation_loss")).hasValue(validated);
    assertThat(get(PAGE)).contains("test_driver_").doesNotContain("driver_unfold_");
  }

  @Test
  void jobsAndStagesHaveNamesInsteadOfLinesOfCode() throws IOException, TimeoutException {
    LocalSpark.awaitEvents(SPARK.context().sc());

    String application = "/api/v1/applications/" + SPARK.context().sc().applicationId();
    List<String> names = new ArrayList<>();
    names.addAll(texts(application + "/jobs", "description"));
    names.addAll(texts(application + "/jobs", "name"));
    names.addAll(texts(application + "/stages", "name"));
    assertThat(names)
        .containsOnly(
            "counting the tokens",
            "encoding the text",
            "round 1, epoch 1",
            "round 2, epoch 1",
            "validation of epoch 1",
            "round 3, epoch 2",
            "round 4, epoch 2",
            "validation of epoch 2");
    assertThat(SPARK.context().getLocalProperty("spark.job.description")).isNull();
    assertThat(SPARK.context().getLocalProperty("callSite.short")).isNull();
  }

  @Test
  void eventsAreThoseOfAllRounds() throws IOException {
    List<Path> files = EventReader.files(folder.resolve("tensorboard"));
    assertThat(files).hasSize(1);
    List<Float> losses =
        EventReader.read(files.get(0)).stream()
            .filter(event -> event.scalars().containsKey("train/loss"))
            .map(event -> event.scalars().get("train/loss"))
            .toList();
    assertThat(losses)
        .isEqualTo(RECORDER.rounds().stream().map(round -> (float) round.loss()).toList());
  }

  private static OptionalDouble gauge(String page, String name) {
    String start = "metrics_test_driver_unfold_" + name + "_Value{type=\"gauges\"} ";
    return page.lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
        .findAny();
  }

  private static List<String> texts(String path, String field) throws IOException {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : new ObjectMapper().readTree(get(path))) {
      texts.add(each.path(field).asText());
    }
    return texts;
  }

  private static String get(String path) throws IOException {
    URL url = URI.create(SPARK.context().sc().uiWebUrl().get() + path).toURL();
    try (var page = url.openStream()) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Reads the page after every round on the training thread. */
  private static final class Pages implements TrainingListener, BooleanSupplier {
    private final List<String> rounds = new ArrayList<>();
    private String before = "";

    /** Checked before every round. */
    @Override
    public boolean getAsBoolean() {
      if (before.isEmpty()) {
        before = look();
      }
      return false;
    }

    @Override
    public void roundFinished(RoundSummary summary) {
      rounds.add(look());
    }

    @Override
    public void epochFinished(EpochSummary summary) {}

    private static String look() {
      try {
        return get(PAGE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
