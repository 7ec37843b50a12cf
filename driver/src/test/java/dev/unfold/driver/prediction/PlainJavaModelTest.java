package dev.unfold.driver.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.operation.EvaluationOperation;
import dev.unfold.driver.operation.LoadedModel;
import dev.unfold.driver.operation.PredictionOperation;
import dev.unfold.driver.operation.RequestedDecoding;
import dev.unfold.driver.operation.RequestedInput;
import dev.unfold.driver.operation.RequestedPredictions;
import dev.unfold.driver.operation.RequestedSource;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CommitTransaction;
import dev.unfold.inference.Model;
import dev.unfold.inference.ModelException;
import dev.unfold.inference.Prediction;
import dev.unfold.inference.Score;
import dev.unfold.inference.Search;
import dev.unfold.inference.SequenceScore;
import dev.unfold.inference.State;
import dev.unfold.inference.Step;
import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.audio.WavBytes;
import dev.unfold.worker.settings.corpus.AcousticSettings;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings.WindowSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares models in plain Java with the tables that Spark writes, bit for bit. */
class PlainJavaModelTest extends PredictionCase {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LANES = 48;
  private static final int LONGEST_ANSWER = 11;
  private static final int COMPARED = 150;
  private static final int STREAMS = 60;
  private static final DecodingStrategy GREEDY =
      new DecodingStrategy.SamplingDecoding(LONGEST_ANSWER + 1, ClassSampler.greedy());

  private Model load(TableModel model, String name) throws IOException {
    Map<String, ?> provenance =
        Map.of(
            "corpora", Map.of("train", Map.of("counts", Map.of("longestTarget", LONGEST_ANSWER))));
    new CommitTransaction(
            CommitFolder.open(folder.toString(), new Configuration()),
            name,
            files -> ModelFolder.write(files, model.model(), Map.of(), provenance))
        .run();
    return Model.load(folder.resolve(name));
  }

  private List<JsonNode> written(TableModel model, OutputOptions outputs, Path table, String column)
      throws IOException {
    fixture.predict(
        model,
        new PredictionOptions(LANES, outputs, GREEDY),
        TablePredictionFixture.json(table, column),
        output("written", CorpusFormat.JSON));
    return read("written");
  }

  @ParameterizedTest
  @CsvSource({
    "SEQUENCE_TO_VECTOR, words, LABEL, label",
    "SEQUENCE_TO_VECTOR, words, VECTOR, number",
    "TAGGER, words, TAGS, tags",
    "TAGGER, words, SETS, sets",
    "TAGGER, words, FRAMES, points",
    "NEXT_FRAME, points, NEXT, ''",
    "NEXT_FRAME, sets, NEXT, ''",
    "NEXT_FRAME, words, NEXT, ''",
    "SEQUENCE_TO_SEQUENCE, words, WORDS, answer",
    "VECTOR_TO_SEQUENCE, label, WORDS, answer"
  })
  void predictionsAreThoseThatSparkWrites(
      LayeredNetworkSettings.Kind kind, String input, TargetSettings.Kind target, String column)
      throws IOException {
    TableModel table = fixture.model(kind, input, target, column);
    List<JsonNode> rows = written(table, new OutputOptions(0.5, false, 0), fixture.table(), input);
    try (Model model = load(table, "model")) {
      assertThat(model.hash()).isEqualTo(table.model().sha256());
      List<Map<String, Object>> values =
          rows.subList(0, COMPARED).stream().map(PlainJavaModelTest::map).toList();
      List<Prediction> together = model.predictAll(values);
      for (int row = 0; row < COMPARED; row++) {
        JsonNode expected = rows.get(row).get("prediction");
        assertThat(json(model.predict(values.get(row)), target, expected)).isEqualTo(expected);
        assertThat(json(together.get(row), target, expected)).isEqualTo(expected);
      }
    }
  }

  @Test
  void recordingsHaveThePredictionsThatSparkWrites() throws IOException {
    Random random = new Random(5);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int[] samples = random.ints(500 + random.nextInt(9_000), -9_000, 9_000).toArray();
      Path file = Files.write(folder.resolve(i + ".wav"), WavBytes.of(8_000, 1, samples));
      lines.add("{\"path\": \"%s\", \"label\": \"%s\"}".formatted(file, "abc".charAt(i % 3)));
    }
    Path list = Files.write(folder.resolve("recordings.json"), lines);
    InputSettings audio =
        new InputSettings("path", InputSettings.Kind.WORDS, 0, false, true, false)
            .asAudio(AcousticSettings.unused());
    TargetSettings label = new TargetSettings("label", TargetSettings.Kind.LABEL, 0);
    TableModel table =
        fixture.model(
            LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR, CorpusFormat.JSON, audio, label, list);
    List<JsonNode> rows = written(table, new OutputOptions(0.5, false, 0), list, "path");
    assertThat(rows.stream().map(row -> row.get("prediction").textValue()).distinct().count())
        .isGreaterThan(1);
    try (Model model = load(table, "model")) {
      for (JsonNode row : rows) {
        Path file = Path.of(row.get("path").textValue());
        for (Object value : List.of(file, file.toString(), Files.readAllBytes(file))) {
          Prediction prediction = model.predict(Map.of("path", value));
          assertThat(prediction.label()).isEqualTo(row.get("prediction").textValue());
          assertThat(prediction.probability())
              .isEqualTo(row.get("prediction_probability").floatValue());
        }
      }
      assertThatThrownBy(() -> model.predict(Map.of("path", "none.wav")))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("cannot read the recording none.wav");
      assertThatThrownBy(() -> model.predict(Map.of("path", new byte[] {1, 2})))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("at byte 2 of the bytes in the row");
      assertThatThrownBy(() -> model.predict(Map.of("path", WavBytes.of(8_000, 1))))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining(
              "corpus.input, column path as audio: expected a recording with samples, found one"
                  + " without");
      assertThatThrownBy(() -> model.predict(Collections.singletonMap("path", null)))
          .hasMessageContaining("corpus.input, column path as audio: expected a value, found null");
    }
    assertFoldersHaveTheSame(rows);
    assertFoldersOfLabelsAreScored(rows);
  }

  /** Evaluates the recordings in folders of their labels, one of which is in the wrong one. */
  private void assertFoldersOfLabelsAreScored(List<JsonNode> rows) throws IOException {
    Path words = folder.resolve("words");
    int right = 0;
    for (JsonNode row : rows) {
      String label =
          row.get("path").textValue().endsWith("/0.wav") ? "new" : row.get("label").textValue();
      right += label.equals(row.get("prediction").textValue()) ? 1 : 0;
      Path file = Path.of(row.get("path").textValue());
      Files.copy(file, Files.createDirectories(words.resolve(label)).resolve(file.getFileName()));
    }
    EvaluationOperation evaluation = ofFolder(words.toString(), "model");
    evaluation.requireCorpus(new Configuration());
    Map<String, Object> metrics =
        evaluation
            .run(SPARK.context(), Kernels.chooseFastest(Precision.F32), folder + "/cache")
            .get(0)
            .describe();
    assertThat((double) metrics.get("accuracy")).isEqualTo(right / (double) rows.size());
    assertThat(metrics).containsEntry("unseenLabels", 1L);
  }

  private EvaluationOperation ofFolder(String recordings, String model) throws IOException {
    return new EvaluationOperation(
        LoadedModel.read(folder.resolve(model).toString(), new Configuration()),
        List.of(recordings),
        new RequestedSource(CorpusFormat.WAV, null, "", "", List.of(), ""),
        EvaluationOperation.settings(
            OptionalDouble.empty(), "", OptionalInt.empty(), OptionalInt.empty()),
        List.of());
  }

  @Test
  void aModelThatNeedsAllRecordingsOfASpeakerReadsTablesOnly() throws IOException {
    Path list = folder.resolve("speakers.json");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int[] samples = new Random(i).ints(2_000, -500 * (i + 1), 500 * (i + 1)).toArray();
      Path file = Files.write(folder.resolve("s" + i + ".wav"), WavBytes.of(8_000, 1, samples));
      lines.add(
          JSON.writeValueAsString(
              Map.of("path", file.toString(), "label", "a" + i % 2, "who", i / 4)));
    }
    Files.write(list, lines);
    AcousticSettings d = AcousticSettings.unused();
    InputSettings audio =
        new InputSettings("path", InputSettings.Kind.WORDS, 0, false, true, false)
            .asAudio(
                new AcousticSettings(
                    d.features(),
                    8_000,
                    d.window(),
                    d.shift(),
                    d.taper(),
                    d.preEmphasis(),
                    8,
                    1,
                    false,
                    0,
                    AcousticSettings.Normalization.MEAN,
                    "who",
                    1,
                    1,
                    d.augmentation()));
    TargetSettings label = new TargetSettings("label", TargetSettings.Kind.LABEL, 0);
    TableModel table =
        fixture.model(
            LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR, CorpusFormat.JSON, audio, label, list);
    assertThat(written(table, new OutputOptions(0.5, false, 0), list, "path")).hasSize(8);
    assertThatThrownBy(() -> load(table, "model"))
        .hasMessageContaining(
            "expected a model that reads rows one by one, found one that normalizes recordings over"
                + " all those of a speaker (corpus.input.audio.speaker); use unfold predict");
    assertThatThrownBy(() -> predictFolder("of-speakers"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("--format: expected a table with the column who, since the model");
    assertThatThrownBy(() -> ofFolder(folder.toString(), "model"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("--format: expected a table with the column who, since the model");
  }

  /** Compares the predictions for the folder, which has other files, too, with those of a table. */
  private void assertFoldersHaveTheSame(List<JsonNode> rows) throws IOException {
    Path more = Files.createDirectory(folder.resolve("more"));
    Files.write(more.resolve("none.WAV"), WavBytes.of(8_000, 1));
    predictFolder("of-folder");
    Map<String, JsonNode> found = new HashMap<>();
    read("of-folder").forEach(row -> found.put(row.get("path").textValue(), row));
    assertThat(found).hasSize(rows.size() + 1);
    assertThat(found.get("file:" + more.resolve("none.WAV")).get("prediction").isNull()).isTrue();
    for (JsonNode row : rows) {
      JsonNode same = found.get("file:" + row.get("path").textValue());
      assertThat(same.get("prediction")).isEqualTo(row.get("prediction"));
      assertThat(same.get("prediction_probability")).isEqualTo(row.get("prediction_probability"));
    }
    Files.write(more.resolve("damaged.wav"), new byte[] {'R', 'I'});
    assertThatThrownBy(() -> predictFolder("of-damaged"))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("the recordings dataset: ")
        .hasMessageContaining("at byte 2 of file:" + more.resolve("damaged.wav"));
    assertThat(folder.resolve("of-damaged")).doesNotExist();
    assertThatThrownBy(() -> predictFolder("never", folder.resolve("recordings.json").toString()))
        .hasMessageContaining(
            "expected files whose names end in .wav, .wav.gz or .wav.bz2, found 1");
  }

  private void predictFolder(String output) throws IOException {
    predictFolder(output, folder.toString());
  }

  private void predictFolder(String output, String input) throws IOException {
    RequestedSource recordings = new RequestedSource(CorpusFormat.WAV, null, "", "", List.of(), "");
    new PredictionOperation(
            LoadedModel.read(folder.resolve("model").toString(), new Configuration()),
            new RequestedInput(List.of(input), recordings, List.of()),
            output(output, CorpusFormat.JSON),
            new RequestedPredictions(
                48, null, false, null, false, null, false, RequestedDecoding.none()),
            new Configuration())
        .run(SPARK.context(), Kernels.chooseFastest(Precision.F32), (rows, of) -> {});
  }

  @Test
  void aSearchFindsWhatTheSearchOfSparkWrites() throws IOException {
    TableModel table =
        fixture.model(
            LayeredNetworkSettings.Kind.SEQUENCE_TO_SEQUENCE,
            "words",
            TargetSettings.Kind.WORDS,
            "answer");
    fixture.predict(
        table,
        new PredictionOptions(
            LANES,
            new OutputOptions(0.5, false, 0),
            new DecodingStrategy.BeamSearchDecoding(LONGEST_ANSWER + 1, new BeamSettings(3, 0.6))),
        TablePredictionFixture.json(fixture.table(), "words"),
        output("written", CorpusFormat.JSON));
    try (Model model = load(table, "model");
        Model searching = model.searching(Search.withBeam(3))) {
      for (JsonNode row : read("written").subList(0, COMPARED)) {
        assertThat(String.join(" ", searching.predict(map(row)).tokens()))
            .isEqualTo(row.get("prediction").textValue());
      }
      assertThatThrownBy(() -> model.searching(Search.withBeam(3), model))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("expected a language model");
    }
  }

  @Test
  void tokensHaveTheProbabilitiesThatSparkWrites() throws IOException {
    TableModel table =
        fixture.model(
            LayeredNetworkSettings.Kind.SEQUENCE_TO_SEQUENCE,
            "words",
            TargetSettings.Kind.WORDS,
            "answer");
    List<JsonNode> rows = written(table, new OutputOptions(0.5, true, 0), fixture.table(), "words");
    try (Model model = load(table, "model")) {
      for (JsonNode row : rows.subList(0, COMPARED)) {
        float[] probabilities = model.predict(map(row)).tokenProbabilities();
        JsonNode expected = row.get("prediction_tokens");
        assertThat(probabilities).hasSize(expected.size());
        for (int i = 0; i < probabilities.length; i++) {
          assertThat(probabilities[i])
              .isEqualTo((float) expected.get(i).get("probability").doubleValue());
        }
      }
    }
  }

  private static Map<String, Object> map(JsonNode row) {
    return JSON.convertValue(row, new TypeReference<>() {});
  }

  /** Returns a prediction as the table has it. */
  private static JsonNode json(Prediction prediction, TargetSettings.Kind kind, JsonNode like)
      throws IOException {
    Object value =
        switch (kind) {
          case LABEL -> prediction.label();
          case WORDS -> String.join(" ", prediction.tokens());
          case VECTOR -> prediction.numbers().get(0)[0];
          case FRAMES -> prediction.numbers();
          case SETS -> prediction.sets();
          case NEXT -> next(prediction, like);
          default -> prediction.labels();
        };
    return JSON.readTree(JSON.writeValueAsString(value));
  }

  private static Object next(Prediction prediction, JsonNode like) {
    if (like.get(0).isTextual()) {
      return prediction.labels();
    }
    boolean sets = like.get(0).isEmpty() || like.get(0).get(0).isInt();
    return sets ? prediction.sets() : prediction.numbers();
  }

  /** Events of a stream with the time of each, and the same as rows of lists. */
  private List<List<Map<String, Object>>> streams() {
    List<List<Map<String, Object>>> streams = new ArrayList<>();
    Random random = new Random(4);
    for (int who = 0; who < STREAMS; who++) {
      List<Map<String, Object>> events = new ArrayList<>();
      long at = 1_700_000_000L + who;
      for (int i = 0; i < 2 + random.nextInt(random.nextInt(90) + 1) + 1; i++) {
        at += random.nextInt(5_000);
        events.add(Map.of("who", who, "when", at, "event", "e" + random.nextInt(5)));
      }
      streams.add(events);
    }
    return streams;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eventsOneByOneHaveTheScoresAndPredictionsOfTheWholeSequence(boolean boundaries)
      throws IOException {
    List<List<Map<String, Object>>> streams = streams();
    List<String> lines = new ArrayList<>();
    for (List<Map<String, Object>> stream : streams) {
      lines.add(JSON.writeValueAsString(row(stream)));
    }
    Path lists = Files.write(folder.resolve("lists.json"), lines);
    TableModel table = fixture.nextEvents(SequenceSettings.none(), boundaries, lists);
    List<JsonNode> scored = written(table, OutputOptions.ofScores(2), lists, "event");
    try (Model model = load(table, "model")) {
      List<List<Step>> steps = advanced(model, streams);
      for (int i = 0; i < streams.size(); i++) {
        JsonNode expected = scored.get(i);
        SequenceScore whole = model.score(row(streams.get(i)));
        assertThat(whole.logProbability()).isEqualTo(expected.get("prediction").doubleValue());
        List<Score> scores = steps.get(i).stream().flatMap(step -> step.score().stream()).toList();
        assertThat(scores).isEqualTo(whole.steps());
        assertThat(scores).hasSize(streams.get(i).size() - (boundaries ? 0 : 1));
        assertRanks(scores, expected, boundaries ? 0 : 1);
        assertThat(steps.get(i).stream().map(step -> step.prediction().label()).toList())
            .isEqualTo(model.predict(row(streams.get(i))).labels());
      }
      Map<String, Object> gap = Collections.singletonMap("event", null);
      assertThatThrownBy(() -> model.step(model.initialState(), gap))
          .isInstanceOf(ModelException.class)
          .hasMessage(
              "the event: corpus.input, column event as categories: expected a value, found null,"
                  + " in the row with input null; fill it in or leave the row out, or train with"
                  + " missing = fill or indicate");
      assertThatThrownBy(() -> model.predict(Map.of("event", List.of())))
          .hasMessageContaining("column event as categories: expected at least one step");
    }
  }

  private static void assertRanks(List<Score> scores, JsonNode expected, int first) {
    for (int step = 0; step < scores.size(); step++) {
      JsonNode top = expected.get("prediction_top").get(first + step).get(0);
      assertThat(scores.get(step).rank())
          .isEqualTo(expected.get("prediction_rank").get(first + step).intValue());
      assertThat(scores.get(step).candidates().get(0).label())
          .isEqualTo(top.get("label").textValue());
      assertThat(scores.get(step).candidates().get(0).probability())
          .isEqualTo((float) top.get("probability").doubleValue());
    }
  }

  private static Map<String, Object> row(List<Map<String, Object>> stream) {
    return Map.of("event", stream.stream().map(event -> event.get("event")).toList());
  }

  /** Advances streams of different lengths together; every state goes through its bytes. */
  private static List<List<Step>> advanced(Model model, List<List<Map<String, Object>>> streams) {
    List<List<Step>> steps = new ArrayList<>();
    streams.forEach(stream -> steps.add(new ArrayList<>()));
    State[] states = new State[streams.size()];
    Arrays.setAll(states, i -> model.initialState());
    int longest = streams.stream().mapToInt(List::size).max().orElseThrow();
    for (int t = 0; t < longest; t++) {
      int now = t;
      List<Integer> open =
          IntStream.range(0, states.length)
              .filter(i -> streams.get(i).size() > now)
              .boxed()
              .toList();
      List<Step> advanced =
          model.advance(
              open.stream().map(i -> model.restore(states[i].toBytes())).toList(),
              open.stream().map(i -> streams.get(i).get(now)).toList());
      for (int k = 0; k < open.size(); k++) {
        steps.get(open.get(k)).add(advanced.get(k));
        states[open.get(k)] = advanced.get(k).state();
      }
    }
    return steps;
  }

  @Test
  void rowsThatAreStepsAreReadAsASequence() throws IOException {
    List<List<Map<String, Object>>> streams = streams();
    List<String> lines = new ArrayList<>();
    for (Map<String, Object> event : streams.stream().flatMap(List::stream).toList()) {
      lines.add(JSON.writeValueAsString(event));
    }
    Path steps = Files.write(folder.resolve("steps.json"), lines);
    SequenceSettings by =
        new SequenceSettings(List.of("who"), List.of("when"), 0, new WindowSettings(0, 1));
    TableModel table = fixture.nextEvents(by, true, steps);
    List<JsonNode> rows = written(table, OutputOptions.ofScores(0), steps, "event");
    try (Model model = load(table, "model")) {
      for (List<Map<String, Object>> stream : streams) {
        Object who = stream.get(0).get("who");
        List<Double> expected =
            rows.stream()
                .filter(row -> row.get("who").intValue() == (int) who)
                .map(row -> row.get("prediction").doubleValue())
                .toList();
        SequenceScore score = model.scoreSequence(stream);
        assertThat(score.steps().stream().map(Score::logProbability).toList()).isEqualTo(expected);
        assertThat(score.end()).isPresent();
      }
      assertThatThrownBy(() -> model.predict(streams.get(0).get(0)))
          .isInstanceOf(ModelException.class)
          .hasMessageStartingWith("expected a list of rows that are the steps of a sequence");
    }
  }

  @Test
  void timesAreReadEventByEvent() throws IOException {
    List<List<Map<String, Object>>> streams = streams();
    List<String> lines = new ArrayList<>();
    for (Map<String, Object> event : streams.stream().flatMap(List::stream).toList()) {
      lines.add(JSON.writeValueAsString(event));
    }
    Path steps = Files.write(folder.resolve("steps.json"), lines);
    TableModel table =
        fixture.model(
            LayeredNetworkSettings.Kind.SEQUENCE_TO_VECTOR,
            CorpusFormat.JSON,
            new InputSettings("when", InputSettings.Kind.TIME, 0, false, true, false),
            new SequenceSettings(List.of("who"), List.of("when"), 0, new WindowSettings(0, 1)),
            new TargetSettings("event", TargetSettings.Kind.LABEL, 0),
            steps);
    try (Model model = load(table, "model")) {
      List<List<Step>> advanced = advanced(model, streams);
      for (int i = 0; i < streams.size(); i++) {
        List<Step> ofStream = advanced.get(i);
        Prediction last = ofStream.get(ofStream.size() - 1).prediction();
        assertThat(last.candidates()).isEqualTo(model.predictSequence(streams.get(i)).candidates());
      }
    }
  }

  @Test
  void statesOfOtherModelsAndDamagedOnesAreRefused() throws IOException {
    TableModel first =
        fixture.model(
            LayeredNetworkSettings.Kind.NEXT_FRAME, "words", TargetSettings.Kind.NEXT, "");
    TableModel second = fixture.labels();
    try (Model model = load(first, "first");
        Model other = load(second, "second")) {
      State state = model.step(model.initialState(), Map.of("words", "w1")).state();
      byte[] bytes = state.toBytes();
      assertThatThrownBy(() -> other.step(state, Map.of("words", "w1")))
          .isInstanceOf(ModelException.class)
          .hasMessage(
              "expected a state of the model "
                  + other.hash()
                  + ", found one of the model "
                  + model.hash()
                  + "; start the stream from initialState()");
      assertThat(model.restore(bytes).toBytes()).isEqualTo(bytes);
      for (int i = 0; i < bytes.length; i++) {
        byte[] damaged = bytes.clone();
        damaged[i] ^= 1;
        assertThatThrownBy(() -> model.restore(damaged)).isInstanceOf(ModelException.class);
        byte[] truncated = Arrays.copyOf(bytes, i);
        assertThatThrownBy(() -> model.restore(truncated)).isInstanceOf(ModelException.class);
      }
    }
  }

  @Test
  void networksThatReadWholeSequencesRefuseStreams() throws IOException {
    TableModel tagger =
        fixture.model(
            LayeredNetworkSettings.Kind.TAGGER, "words", TargetSettings.Kind.TAGS, "tags");
    try (Model model = load(tagger, "model")) {
      assertThatThrownBy(model::initialState)
          .isInstanceOf(ModelException.class)
          .hasMessage(
              "the model cannot read the events of a stream one by one: its outputs depend on"
                  + " later steps (bidirectional or looking ahead)");
      assertThatThrownBy(() -> model.predict(Map.of("other", "w1")))
          .hasMessage("the row: expected the columns [words], found [other]");
    }
  }

  @Test
  void threadsShareAModel() throws IOException {
    try (Model model = load(fixture.labels(), "model")) {
      Map<String, String> row = Map.of("words", "w1 w2 w3");
      float expected = model.predict(row).probability();
      assertThat(
              Stream.generate(() -> row)
                  .limit(200)
                  .parallel()
                  .map(any -> model.predict(any).probability())
                  .distinct()
                  .toList())
          .containsExactly(expected);
    }
  }
}
