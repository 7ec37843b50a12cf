package dev.unfold.driver.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unfold.driver.corpus.example.EncodedExampleCorpus;
import dev.unfold.driver.corpus.example.ExampleCorpusEncoder;
import dev.unfold.driver.corpus.table.TableSplitter;
import dev.unfold.driver.evaluation.CorpusEvaluator;
import dev.unfold.driver.evaluation.EvaluationCorpus;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.worker.evaluation.Score;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.example.ExampleShape;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.CharEncoderSettings;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Models with parameters far from zero, and operations on them in a local Spark context. A fixture
 * never changes: a method {@code with…} returns another one.
 */
final class TablePredictionFixture {
  static final int ROWS = 2200; // more than a window
  static final long WHOLE = 128L << 20;

  static final PredictionOptions GREEDY =
      options(new DecodingStrategy.SamplingDecoding(12, ClassSampler.greedy()));

  final JavaSparkContext spark;
  private final Path folder;
  private final long splitBytes;
  private final int stepsAtATime;

  private TablePredictionFixture(
      JavaSparkContext spark, Path folder, long splitBytes, int stepsAtATime) {
    this.spark = spark;
    this.folder = folder;
    this.splitBytes = splitBytes;
    this.stepsAtATime = stepsAtATime;
  }

  /** Writes the table into a folder. */
  static TablePredictionFixture in(Path folder, JavaSparkContext spark) throws IOException {
    TablePredictionFixture fixture =
        new TablePredictionFixture(spark, folder, WHOLE, BufferedRows.MAX_STEPS);
    Files.write(fixture.table(), rows(ROWS, 1));
    return fixture;
  }

  /** The table whose fields the models know. */
  Path table() {
    return folder.resolve("table.json");
  }

  /**
   * A table of words with one tag each, a label, an answer, a number, notes, points, and a row
   * number.
   */
  static List<String> rows(int count, long seed) {
    Random random = new Random(seed);
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      List<String> words = new ArrayList<>();
      List<String> tags = new ArrayList<>();
      List<String> sets = new ArrayList<>();
      List<String> points = new ArrayList<>();
      for (int step = 0; step < 2 + random.nextInt(random.nextInt(20) + 1); step++) {
        words.add("w" + random.nextInt(30));
        tags.add(random.nextBoolean() ? "V" : "C");
        sets.add("[" + random.nextInt(3) + "]");
        points.add("[" + (100 + random.nextInt(9)) + ", " + random.nextInt(5) + "]");
      }
      rows.add(
          """
          {"row": %d, "words": "%s", "tags": "%s", "label": "%s", "answer": "%s", "number": %s, \
          "sets": %s, "points": %s}\
          """
              .formatted(
                  row,
                  String.join(" ", words),
                  String.join(" ", tags),
                  tags.get(0).equals("V") ? "vowel" : "consonant",
                  "y" + random.nextInt(2),
                  random.nextInt(100) / 8.0,
                  sets,
                  points));
    }
    return rows;
  }

  TableModel model(
      LayeredNetworkSettings.Kind kind, String input, TargetSettings.Kind target, String column)
      throws IOException {
    InputSettings.Kind of =
        switch (input) {
          case "sets" -> InputSettings.Kind.SETS;
          case "points" -> InputSettings.Kind.FRAMES;
          case "label" -> InputSettings.Kind.LABEL;
          default -> InputSettings.Kind.WORDS;
        };
    return model(
        kind,
        CorpusFormat.JSON,
        new InputSettings(input, of, 3, false, true, false),
        new TargetSettings(column, target, 3),
        table());
  }

  TableModel labels() throws IOException {
    return model(
        LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR,
        "words",
        TargetSettings.Kind.LABEL,
        "label");
  }

  static PredictionInput json(Path path, String column) {
    return new PredictionInput(List.of(path.toString()), CorpusFormat.JSON, true, List.of(column));
  }

  /** Returns the rows of the output in the order of its files and lines. */
  static List<JsonNode> read(Path folder) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> rows = new ArrayList<>();
    for (String line : lines(folder)) {
      rows.add(json.readTree(line));
    }
    return rows;
  }

  static List<String> lines(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    assertThat(folder.resolve("_SUCCESS")).exists();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files
              .filter(part -> part.getFileName().toString().startsWith("part"))
              .sorted()
              .toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  static PredictionOptions options(DecodingStrategy decoding) {
    return new PredictionOptions(24, new OutputOptions(0.5, false, 0), decoding);
  }

  static PredictionOptions withProbabilities() {
    return new PredictionOptions(24, new OutputOptions(0.5, true, 0), GREEDY.decoding());
  }

  static PredictionOptions withTopK(int labels) {
    return new PredictionOptions(24, new OutputOptions(0.5, false, labels), GREEDY.decoding());
  }

  SparkSession session() {
    return SparkSession.builder().getOrCreate();
  }

  /** Returns a fixture that cuts tables into splits of another size. */
  TablePredictionFixture withSplitBytes(long bytes) {
    return new TablePredictionFixture(spark, folder, bytes, stepsAtATime);
  }

  /** Returns a fixture whose predictions read sequences with more steps in parts. */
  TablePredictionFixture withStepsAtATime(int steps) {
    return new TablePredictionFixture(spark, folder, splitBytes, steps);
  }

  /** Returns an untrained model that knows the fields of a table. */
  TableModel model(
      LayeredNetworkSettings.Kind kind,
      CorpusFormat format,
      InputSettings input,
      TargetSettings target,
      Path table)
      throws IOException {
    return model(kind, format, input, SequenceSettings.none(), target, table);
  }

  /** Returns an untrained model that knows the fields of a table whose rows may be steps. */
  TableModel model(
      LayeredNetworkSettings.Kind kind,
      CorpusFormat format,
      InputSettings input,
      SequenceSettings sequence,
      TargetSettings target,
      Path table)
      throws IOException {
    return model(kind, format, InputColumns.of(input), sequence, target, table);
  }

  /** Returns an untrained model that predicts the next event of a table. */
  TableModel nextEvents(SequenceSettings sequence, boolean boundaries, Path table)
      throws IOException {
    return model(
        LayeredNetworkSettings.Kind.NEXT_FRAME,
        CorpusFormat.JSON,
        new InputSettings("event", InputSettings.Kind.CATEGORIES, 0, false, false, false),
        sequence,
        new TargetSettings(
            "",
            TargetSettings.Kind.NEXT,
            0,
            false,
            ScoringSettings.defaults(),
            1,
            false,
            0,
            boundaries),
        table);
  }

  /** Returns an untrained model that reads several inputs. */
  TableModel model(
      LayeredNetworkSettings.Kind kind,
      CorpusFormat format,
      InputColumns inputs,
      SequenceSettings sequence,
      TargetSettings target,
      Path table)
      throws IOException {
    return model(settings(kind), format, inputs, sequence, target, table);
  }

  /** Returns an untrained model of a network. */
  TableModel model(
      NetworkSettings settings,
      CorpusFormat format,
      InputColumns inputs,
      SequenceSettings sequence,
      TargetSettings target,
      Path table)
      throws IOException {
    List<String> paths = List.of(table.toString());
    CorpusSettings corpus = CorpusSettings.ofTable(paths, format, true, inputs, sequence, target);
    EncodedExampleCorpus encoded = new ExampleCorpusEncoder(spark, cache()).encodeTraining(corpus);
    DataShape shape = ExampleShape.of(inputs, target, encoded.schema());
    ModelConfig config =
        new ModelConfig(
            ModelConfig.CURRENT,
            settings,
            shape,
            new Preprocessing.Table(format, true, inputs.columns(), sequence, target));
    Model model =
        new Model(
            config,
            new Vocabularies.TableSchema(encoded.schema()),
            wild(Networks.of(settings, shape).parameters().length()));
    return TableModel.of("model", model);
  }

  private static NetworkSettings settings(LayeredNetworkSettings.Kind kind) {
    boolean both =
        kind == LayeredNetworkSettings.Kind.TAGGER
            || kind == LayeredNetworkSettings.Kind.SEQUENCE_TO_SEQUENCE;
    return settings(kind, RecurrentSettings.stack(CellKind.GRU, 1, 10, both));
  }

  static NetworkSettings settings(LayeredNetworkSettings.Kind kind, List<LayerSettings> layers) {
    return new LayeredNetworkSettings(
        kind,
        layers,
        6,
        0,
        new EncoderSettings(EncoderSettings.Pooling.LAST, 1, CharEncoderSettings.defaults()),
        DecoderSettings.defaults(),
        OutputSettings.softmax());
  }

  private static float[] wild(int length) {
    float[] values = new float[length];
    CounterRandom random = new CounterRandom(11);
    for (int i = 0; i < length; i++) {
      values[i] = (float) (0.7 * random.gaussian(i));
    }
    return values;
  }

  PredictionCounts predict(
      TableModel model, PredictionOptions options, PredictionInput input, PredictionOutput output)
      throws IOException {
    TableSplitter splits = new TableSplitter(spark, splitBytes);
    return new TablePredictor(
            splits, model, Kernels.chooseFastest(Precision.F32), options, stepsAtATime)
        .predict(input, output, (rows, of) -> {});
  }

  /** Returns the result of {@code unfold evaluate} for a table. */
  Score evaluate(TableModel model, Path table) throws IOException {
    EvaluationCorpus corpus =
        new EvaluationCorpus.Encoder(
                spark, cache(), new EvaluationSettings(2, 4, Metric.LOSS, 0.5, "", 10, 0, 0))
            .encode("model", model.model(), List.of(table.toString()));
    TaskConfiguration taskConfiguration =
        new TaskConfiguration(
            model.model().config().network(),
            model.model().config().shape(),
            Kernels.chooseFastest(Precision.F32),
            SerializedHadoopConfiguration.of(spark.hadoopConfiguration()));
    return new CorpusEvaluator(spark, taskConfiguration, corpus.scoring())
        .evaluate(corpus.corpus(), model.model().parameters(), "evaluate");
  }

  private String cache() {
    return folder.resolve("cache").toString();
  }
}
