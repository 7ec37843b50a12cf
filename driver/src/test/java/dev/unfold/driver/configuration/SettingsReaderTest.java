package dev.unfold.driver.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.unfold.worker.settings.EngineSettings;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.RetrainSettings;
import dev.unfold.worker.settings.RunSettings;
import dev.unfold.worker.settings.StoreSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.AveragingSettings;
import dev.unfold.worker.settings.training.AveragingSettings.LearningRateScale;
import dev.unfold.worker.settings.training.AveragingSettings.OptimizerState;
import dev.unfold.worker.settings.training.CheckpointSettings;
import dev.unfold.worker.settings.training.ClipSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.training.OuterSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.training.ScheduleSettings;
import dev.unfold.worker.settings.training.TeacherForcingSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
  private static final String REQUIRED = "corpus.train = a.txt\nrun.dir = r\n";

  @TempDir private Path folder;

  private final SettingsReader reader =
      new SettingsReader(Map.of("DATA", "/data", "BATCH", "7"), Configuration::new);

  @Test
  void whatIsNotSetHasTheDefault() throws IOException {
    UnfoldSettings expected =
        new UnfoldSettings(
            new CorpusSettings(
                List.of("a.txt"),
                List.of(),
                List.of(),
                CorpusSettings.Format.TEXT,
                true,
                InputSettings.forText(),
                TargetSettings.forText(),
                CorpusSettings.Unit.CHAR,
                CorpusSettings.Document.NONE,
                new VocabularySettings(0, 1),
                ""),
            new LayeredNetworkSettings(
                LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
                RecurrentSettings.stack(CellKind.LSTM, 1, 256, false),
                64,
                0,
                EncoderSettings.defaults(),
                DecoderSettings.defaults(),
                new OutputSettings(OutputSettings.Kind.SOFTMAX, List.of(), 4, false, false)),
            new TrainingSettings(
                2,
                32,
                50,
                5,
                0,
                1,
                Precision.F32,
                0,
                "",
                new OptimizerSettings(
                    OptimizerSettings.Kind.ADAM, 0.002, 0, 0.99, 0.9, 0.999, 1e-8),
                new ScheduleSettings(ScheduleSettings.Kind.CONSTANT, 0, 1000, 0.25, 0, 0),
                new ClipSettings(5, 0),
                TeacherForcingSettings.always()),
            new AveragingSettings(
                20,
                OptimizerState.AVERAGE,
                LearningRateScale.NONE,
                3,
                new OuterSettings(OuterSettings.Kind.NONE, 0.5, 0.7)),
            new EvaluationSettings(2, 10, Metric.LOSS),
            new CheckpointSettings(10, 3, 600),
            new EngineSettings(EngineSettings.Provider.AUTO, EngineSettings.WithoutBf16.REFUSE),
            new RunSettings("r", ""),
            new StoreSettings("", "model", 10),
            new RetrainSettings(
                RetrainSettings.Data.NEW,
                0.2,
                RetrainSettings.Start.CHAMPION,
                List.of(),
                false,
                0));

    assertThat(read(REQUIRED)).isEqualTo(expected);
  }

  @Test
  void theFileWinsOverTheDefaultsAndTheCommandLineOverTheFile() throws IOException {
    String text = REQUIRED + "training { batch = 8, steps = 9 }";

    TrainingSettings training = read(text, "training.batch=3", "training.batch=4").training();

    assertThat(training.batch()).isEqualTo(4);
    assertThat(training.steps()).isEqualTo(9);
    assertThat(training.epochs()).isEqualTo(5);
  }

  @Test
  void theCommandLineTakesPathsLiterallyAndListsAsHocon() throws IOException {
    UnfoldSettings settings =
        read("", "run.dir=hdfs://name:9000/r", "corpus.train=[\"b\", \"c\"]", "corpus.test=");

    assertThat(settings.run().dir()).isEqualTo("hdfs://name:9000/r");
    assertThat(settings.corpus().train()).containsExactly("b", "c");
    assertThat(settings.corpus().test()).isEmpty();
  }

  @Test
  void substitutesKeysAndEnvironmentVariables() throws IOException {
    UnfoldSettings settings =
        read(
            """
            corpus.train = ${DATA}"/a.txt"
            corpus.cache = ${run.dir}/cache
            run.dir = r
            training.batch = ${BATCH}
            training.steps = ${?NOT_SET}
            """);

    assertThat(settings.corpus().train()).containsExactly("/data/a.txt");
    assertThat(settings.corpus().cache()).isEqualTo("r/cache");
    assertThat(settings.training().batch()).isEqualTo(7);
    assertThat(settings.training().steps()).isEqualTo(50);
  }

  @Test
  void namesAnEnvironmentVariableThatIsNotSet() {
    assertRefused("run.dir = r\ncorpus.train = ${NOWHERE}/a.txt\n")
        .withMessage(
            file() + ":2: ${NOWHERE} is neither a key nor an environment variable that is set");
  }

  @Test
  void includesAreRelativeToTheFile() throws IOException {
    Files.writeString(folder.resolve("base.conf"), REQUIRED + "network.hidden = 12");

    assertThat(network("include \"base.conf\"\nnetwork.layers = 2").layers())
        .isEqualTo(RecurrentSettings.stack(CellKind.LSTM, 2, 12, false));
  }

  @Test
  void anIncludeThatIsMissingOrEndlessIsAnError() {
    assertRefused("include \"none.conf\"")
        .withMessage(folder.resolve("none.conf") + ": no such configuration file");
    assertRefused("include \"test.conf\"").withMessage(file() + ": includes itself");
  }

  @Test
  void readsFromAHadoopFileSystem() throws IOException {
    Files.writeString(folder.resolve("base.conf"), REQUIRED);
    Files.writeString(file(), "include \"base.conf\"");

    UnfoldSettings settings = reader.read(file().toUri().toString(), List.of());

    assertThat(settings.run().dir()).isEqualTo("r");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> reader.read("file:/nowhere/x.conf", List.of()))
        .withMessage("file:/nowhere/x.conf: no such configuration file");
  }

  @Test
  void cutoffsAreAListOfNumbersOrOne() throws IOException {
    String adaptive = REQUIRED + "network.output.kind = adaptive";

    assertThat(network(adaptive, "network.output.cutoffs=[10, 20]").output().cutoffs())
        .containsExactly(10, 20);
    assertThat(network(adaptive, "network.output.cutoffs=10").output().cutoffs())
        .containsExactly(10);
    assertRefused(adaptive)
        .withMessageStartingWith(
            "network.output.cutoffs: expected at least one for an adaptive softmax, found []");
  }

  @Test
  void aTableSaysWhatItsColumnsAre() throws IOException {
    String table =
        REQUIRED
            + """
            corpus {
              format = conll
              input { column = 2, kind = words, characters = true }
              target { column = 4, kind = tags }
            }
            network.kind = tagger
            """;

    CorpusSettings corpus = read(table).corpus();

    assertThat(corpus.isTable()).isTrue();
    assertThat(corpus.input())
        .isEqualTo(new InputSettings("2", InputSettings.Kind.WORDS, 0, false, true, true));
    assertThat(corpus.target()).isEqualTo(new TargetSettings("4", TargetSettings.Kind.TAGS, 0));
  }

  @Test
  void requiredKeysAreRequired() {
    assertRefused("corpus.train = a").withMessage(file() + ": run.dir: required, but not set");
    assertRefused("run.dir = a").withMessage(file() + ": corpus.train: required, but not set");
  }

  @Test
  void anUnknownKeyNamesTheNearest() {
    assertRefused(REQUIRED + "training.optimiser { kind = adam }\ncorpus.trein = b")
        .withMessage(
            """
            %1$s:3: unknown key training.optimiser; did you mean training.optimizer?
            %1$s:4: unknown key corpus.trein; did you mean corpus.train?"""
                .formatted(file()));
    assertRefused(REQUIRED + "learning-rate = 1")
        .withMessage(
            file()
                + ":3: unknown key learning-rate; did you mean training.optimizer.learning-rate?");
  }

  @Test
  void aDotInsideQuotesIsNotAPath() {
    assertRefused(REQUIRED + "\"training.batch\" = 3")
        .withMessage(file() + ":3: unknown key \"training.batch\"; did you mean training.batch?");
  }

  @Test
  void anUnknownKeyOfTheCommandLineNamesTheNearest() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(REQUIRED, "training.epoch=3"))
        .withMessage("--set: unknown key training.epoch; did you mean training.epochs?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "training.batch = many | training.batch: expected a whole number of 32 bits, found \"many\"",
        "training.batch = 2.5 | training.batch: expected a whole number of 32 bits, found 2.5",
        "training.batch = 3000000000 | training.batch: expected a whole number of 32 bits,"
            + " found 3000000000",
        "training.seed = 1e30 | training.seed: expected a whole number of 64 bits, found 1e30",
        "training.batch = null | training.batch: expected a whole number of 32 bits, found null",
        "training.batch = [1] | training.batch: expected a whole number of 32 bits, found [1]",
        "training.batch { x = 1 } | training.batch: expected a whole number of 32 bits,"
            + " found a section",
        "training.optimizer = adam | training.optimizer: expected a section,"
            + " as in training.optimizer { … }, found \"adam\"",
        "training.clip.norm = tall | training.clip.norm: expected a number, found \"tall\"",
        "corpus.test = [[1]] | corpus.test: expected a list of texts, found [1]",
        "training.batch = 0 | training.batch: expected 1 to 65536, found 0",
        "network.output.tied = true | network.output.tied: expected false where network.embedding"
            + " differs from the width of the last layer, 256, found true",
        "network.output { kind = adaptive, cutoffs = [20, 10] } | network.output.cutoffs: expected"
            + " at most 16 ascending numbers above 0, found [20, 10]",
        "network.output.cutoffs = [1.5] | network.output.cutoffs: expected a whole number of"
            + " 32 bits, found 1.5",
        "network.output { kind = adaptive, cutoffs = [1, 2, 3], division = 7 } |"
            + " network.output.division: expected a number whose power of 3 is at most"
            + " the width of the last layer, 256, found 7",
        "network.dropout = 1 | network.dropout: expected at least 0 and below 1, found 1.0",
        "network { cell = gru, forget-bias = 1 } | network.forget-bias: expected a layer that takes"
            + " the value from here, found only layers of type gru",
        "network { layers = [{ type = lstm }], cell = gru } | network.cell: expected a layer that takes"
            + " the value from here, found only layers of type lstm",
        "network.layers = 65 | network.layers: expected a list of layers, or their number, 1 to 64,"
            + " found 65",
        "network.layers = [] | network.layers: expected 1 to 64, found 0",
        "network.layers = [3] | network.layers[0]: expected a layer, as in { type = lstm }, found 3",
        "network.layers = [{ type = gru, forget-bias = 1 }] | network.layers[0]: expected one of hidden,"
            + " bidirectional for gru, found the key forget-bias",
        "network.layers = [{ type = lstm, hidden = 0 }] | network.layers[0].hidden: expected 1 to 16384,"
            + " found 0",
        "network { layers = 3, hidden = 0 } | network.hidden: expected 1 to 16384, found 0",
        "network { layers = [{ type = lstm, bidirectional = true }] } | network.kind: expected tagger,"
            + " sequence-to-vector or sequence-to-sequence for layers that read later steps, found"
            + " language-model (the default)",
        "network.kind = transformer | network.kind: expected one of language-model, tagger, next-frame,"
            + " sequence-to-vector, sequence-to-sequence, vector-to-sequence, dl4j, found"
            + " \"transformer\"",
        "network.configuration = a.json | network.configuration: expected nothing for another kind of"
            + " network than dl4j, found \"a.json\"",
        "network.kind = dl4j | network.configuration: expected a file with the configuration of a"
            + " network of dl4j, found  (the default)",
        "network.kind = tagger, corpus { format = json, target { kind = tags, column = b } } |"
            + " corpus.input.column: expected a column of the table, found none"
            + " (the default)",
        "network.kind = sequence-to-vector, corpus { format = json, input.column = a,"
            + " target.kind = label } | corpus.target.column:"
            + " expected a column of the table, or corpus.target.kind = none or next, found none"
            + " (the default)",
        "network.kind = tagger, corpus { format = conll, input { column = 2, kind = bag },"
            + " target { column = 3, kind = tags } } | corpus.input.kind: expected"
            + " words where corpus.format is conll, found bag",
        "network.kind = next-frame, corpus { format = csv, input { column = a, kind = vector },"
            + " target.kind = next } |"
            + " corpus.target.kind: expected none, label, words, characters or vector where"
            + " corpus.input.kind is a single step, found next",
        "corpus.input.kind = sets | corpus.input.width: expected at least 1 for sets, found 0"
            + " (the default)",
        "corpus.target { kind = sets, width = -1 } | corpus.target.width: expected at least 1 for"
            + " sets, found -1",
        "corpus.input { kind = label, reversed = true } | corpus.input.reversed: expected false"
            + " where corpus.input.kind is a single step, found true",
        "corpus.input { kind = frames, characters = true } | corpus.input.characters: expected false"
            + " where corpus.input.kind is not words, found true",
        "corpus.train = \"\" | corpus.train: expected at least one path, found none",
      })
  void aWrongValueSaysWhereExpectedAndFound(String line, String message) {
    String where = message.endsWith("(the default)") ? "" : file() + ":3: ";
    assertRefused(REQUIRED + line).withMessage(where + message);
  }

  @Test
  void aDefaultThatIsInvalidIsReportedAsTheDefault() {
    assertRefused(REQUIRED + "training.schedule.kind = cosine")
        .withMessage(
            "training.schedule.updates: expected at least 1 for the cosine schedule, found 0"
                + " (the default)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text | words | none | accuracy | loss, perplexity, bits-per-token",
        "json | words | label | perplexity | loss, accuracy, macro-f1, micro-f1",
        "json | words | tags | rse | loss, accuracy, macro-f1, micro-f1, chunk-f1",
        "json | words | words | slot-error-rate | loss, perplexity, bits-per-token, bleu,"
            + " error-rate, sequence-error-rate, exact-match",
        "json | words | characters | bleu | loss, perplexity, bits-per-token, error-rate,"
            + " sequence-error-rate, exact-match",
        "json | frames | vector | accuracy | loss, mean-squared-error, rse, correlation",
        "json | frames | next | chunk-f1 | loss, mean-squared-error, rse, correlation",
      })
  void aMetricThatTheTaskDoesNotHave(
      String format, String input, String target, String metric, String expected) {
    String network =
        switch (target) {
          case "none" -> "language-model";
          case "tags" -> "tagger";
          case "next" -> "next-frame";
          case "words", "characters" -> "sequence-to-sequence";
          default -> "sequence-to-vector";
        };
    String text =
        REQUIRED
            + "corpus { format = %s, input { column = a, kind = %s }, target { column = b, kind = %s } }\n"
                .formatted(format, input, target)
            + "network.kind = %s\nevaluation.metric = ".formatted(network);

    assertRefused(text + metric)
        .withMessage(
            file()
                + ":5: evaluation.metric: expected one of the metrics of the task, "
                + expected
                + ", found "
                + metric);
    for (String one : expected.split(", ", -1)) {
      assertThatNoException().isThrownBy(() -> read(text + one));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "csv, tsv | frames, sets | words, characters, label, bag, vector",
        "conll | characters, label, bag, frames, sets, vector | words",
      })
  void aKindOfInputThatAFormatDoesNotSupport(String formats, String kinds, String expected) {
    for (String format : formats.split(", ", -1)) {
      for (String kind : kinds.split(", ", -1)) {
        assertRefused(
                REQUIRED
                    + "corpus { format = %s, input { column = a, width = 3, kind = %s } }\n"
                        .formatted(format, kind)
                    + "corpus.target { column = b, kind = words }\n"
                    + "network.kind = sequence-to-sequence")
            .withMessageContaining(
                "corpus.input.kind: expected "
                    + expected
                    + " where corpus.format is "
                    + format
                    + ", found "
                    + kind);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"csv, frames", "csv, sets", "tsv, frames", "conll, label", "conll, characters"})
  void aKindOfTargetThatAFormatDoesNotSupport(String format, String kind) {
    assertRefused(
            REQUIRED
                + "corpus { format = %s, input { column = a } }\n".formatted(format)
                + "corpus.target { column = b, width = 3, kind = %s }\n".formatted(kind)
                + "network.kind = dl4j, network.configuration = a.json")
        .withMessageContaining("corpus.target.kind: expected ")
        .withMessageContaining(" where corpus.format is " + format + ", found " + kind);
  }

  @Test
  void textThatIsNotHoconSaysWhere() {
    assertRefused("run { dir = r\n\ncorpus = }").withMessageStartingWith(file() + ":3: ");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> reader.read("nowhere.conf", List.of()))
        .withMessage("nowhere.conf: no such configuration file");
  }

  @Test
  void anOverrideWithoutAValueIsRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(REQUIRED, "training.batch"))
        .withMessage("--set: expected KEY=VALUE, found training.batch");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> read(REQUIRED, "corpus.train=[a"))
        .withMessageStartingWith("--set: expected KEY=VALUE, found corpus.train=[a: ");
  }

  private org.assertj.core.api.ThrowableAssertAlternative<ConfigurationException> assertRefused(
      String text) {
    return assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> read(text));
  }

  private Path file() {
    return folder.resolve("test.conf");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "network.cell = LSTM | network.cell: expected one of TYPES, found \"LSTM\"",
        "network.layers = [{ hidden = 3 }] | network.layers[0]: expected a type, one of TYPES, found none",
        "network.layers = [{ type = lstm }, { type = x }] | network.layers[1].type: expected one of TYPES,"
            + " found \"x\""
      })
  void anUnknownTypeOfLayerIsReportedWithAllTypes(String line, String message) {
    String types =
        LayerSettings.types().stream().map(SettingKeys::ofType).collect(Collectors.joining(", "));

    assertRefused(REQUIRED + line).withMessage(file() + ":3: " + message.replace("TYPES", types));
  }

  @Test
  void aKeyThatNoLayerUsesMayHaveItsDefault() throws IOException {
    assertThat(
            network(
                    REQUIRED + "network { cell = lstm, forget-bias = 1 }",
                    "network.cell=gru",
                    "network.forget-bias=0")
                .layers())
        .isEqualTo(RecurrentSettings.stack(CellKind.GRU, 1, 256, false));
  }

  private LayeredNetworkSettings network(String text, String... overrides) throws IOException {
    return (LayeredNetworkSettings) read(text, overrides).network();
  }

  private UnfoldSettings read(String text, String... overrides) throws IOException {
    Files.writeString(file(), text);
    return reader.read(file().toString(), List.of(overrides));
  }
}
