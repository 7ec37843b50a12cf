package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.model.Model;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.model.Symbols;
import dev.unfold.driver.report.RunReport;
import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.DecoderSettings;
import dev.unfold.worker.settings.EncoderSettings;
import dev.unfold.worker.settings.EncoderSettings.Pooling;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.InputSettings;
import dev.unfold.worker.settings.InvalidSettingException;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.NetworkSettings;
import dev.unfold.worker.settings.OutputSettings;
import dev.unfold.worker.settings.SpellingSettings;
import dev.unfold.worker.settings.TargetSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs over tables of examples. */
class TableRunTest {
  private static final int ROWS = 64;

  @TempDir private Path folder;
  private RunFixture fixture;

  /** Words of two kinds: which kind the last is gives the label, each its own tag. */
  @BeforeEach
  void writeTable() throws IOException {
    fixture = new RunFixture(folder);
    fixture.batch = 8;
    fixture.epochs = 8;
    fixture.learningRate = 0.02;
    fixture.dropout = 0;
    writeRows("train.json", 1);
    writeRows("validation.json", 2);
  }

  private void writeRows(String name, long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder rows = new StringBuilder();
    for (int row = 0; row < ROWS; row++) {
      StringBuilder words = new StringBuilder();
      StringBuilder tags = new StringBuilder();
      for (int step = 0; step < 1 + random.nextInt(7); step++) {
        boolean vowel = random.nextBoolean();
        words.append(vowel ? "a" : "b").append(random.nextInt(3)).append(' ');
        tags.append(vowel ? "V " : "C ");
      }
      String label = tags.toString().endsWith("V ") ? "vowel" : "consonant";
      rows.append(
          "{\"words\": \"%s\", \"tags\": \"%s\", \"label\": \"%s\"}%n"
              .formatted(words, tags, label));
    }
    Files.writeString(folder.resolve(name), rows);
  }

  @Test
  void aLabelIsLearntFromLongExamplesCutIntoChunks() throws IOException {
    fixture.steps = 2;
    fixture.interval = 1; // most rounds end before any target
    UnfoldSettings settings =
        settings(
            NetworkSettings.Kind.SEQUENCE_TO_VECTOR,
            false,
            new TargetSettings("label", TargetSettings.Kind.LABEL, 0));
    Recorder one = train("local[1]", settings, "one");
    Recorder four = train("local[4]", settings, "four");
    assertThat(accuracyOfLast(one)).isGreaterThan(0.95);
    assertThat(sha256("four")).isEqualTo(sha256("one"));
    assertThat(four.epochs()).hasSameSizeAs(one.epochs());
  }

  @Test
  void tagsAreLearntFromBothEndsAndLetters() throws IOException {
    UnfoldSettings settings =
        settings(
            NetworkSettings.Kind.TAGGER,
            true,
            new TargetSettings("tags", TargetSettings.Kind.TAGS, 0));
    Recorder recorder = train("local[2]", settings, "run");
    assertThat(accuracyOfLast(recorder)).isGreaterThan(0.95);
    ModelFolder model = ModelFolder.open(path("run") + "/model", new Configuration());
    Model read = model.read();
    assertThat(read.symbols()).isInstanceOf(Symbols.OfTable.class);
    assertThat(read.config().shape().letters()).isPositive();
    assertThat(model.metrics().get("validation"))
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsKeys("accuracy", "macroF1");
    new RunReport(path("run"), new Configuration()).write();
    assertThat(Path.of(path("run"), RunReport.NAME))
        .content()
        .contains("\"validation.accuracy\":", "\"validation.macroF1\":", "\"samples\":{}");
  }

  @Test
  void theNetworkMustPredictWhatTheTableHas() {
    TargetSettings label = new TargetSettings("label", TargetSettings.Kind.LABEL, 0);
    assertThatThrownBy(() -> settings(NetworkSettings.Kind.TAGGER, false, label))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("network.kind: expected")
        .hasMessageContaining("corpus.target.kind = label")
        .hasMessageEndingWith("found tagger");
  }

  private static double accuracyOfLast(Recorder recorder) {
    List<EpochReport> epochs = recorder.epochs();
    return epochs.get(epochs.size() - 1).validation().get("accuracy");
  }

  private Recorder train(String master, UnfoldSettings settings, String run) throws IOException {
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("TableRunTest")
            .set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      Recorder recorder = new Recorder();
      UnfoldSettings inRun =
          settings.with(settings.corpus(), settings.training(), fixture.settings(run).run());
      new TrainingRun(spark, inRun, recorder).run(() -> false);
      return recorder;
    }
  }

  private String sha256(String run) throws IOException {
    return ModelFolder.open(path(run) + "/model", new Configuration()).read().sha256();
  }

  private String path(String run) {
    return folder.resolve(run).toString();
  }

  private UnfoldSettings settings(
      NetworkSettings.Kind kind, boolean bidirectional, TargetSettings target) {
    UnfoldSettings stream = fixture.settings("run");
    CorpusSettings table =
        new CorpusSettings(
            List.of(folder.resolve("train.json").toString()),
            List.of(folder.resolve("validation.json").toString()),
            List.of(),
            CorpusSettings.Format.JSON,
            false,
            new InputSettings("words", InputSettings.Kind.WORDS, 0, false, true, bidirectional),
            target,
            CorpusSettings.Unit.WORD,
            CorpusSettings.Document.NONE,
            stream.corpus().vocabulary(),
            stream.corpus().cache());
    NetworkSettings network =
        new NetworkSettings(
            kind,
            NetworkSettings.CellKind.GRU,
            1,
            12,
            6,
            0,
            new EncoderSettings(bidirectional, Pooling.LAST, new SpellingSettings(4, 4, 2)),
            DecoderSettings.plain(),
            OutputSettings.softmax());
    return new UnfoldSettings(
        table,
        network,
        stream.training(),
        stream.averaging(),
        new EvaluationSettings(2, 4, Metric.ACCURACY),
        stream.checkpoint(),
        stream.engine(),
        stream.run(),
        stream.store(),
        stream.retrain());
  }
}
