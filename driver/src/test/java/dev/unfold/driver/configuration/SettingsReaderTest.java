package dev.unfold.driver.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.unfold.worker.settings.EngineSettings;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.RetrainSettings;
import dev.unfold.worker.settings.RunSettings;
import dev.unfold.worker.settings.StoreSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.AcousticSettings;
import dev.unfold.worker.settings.corpus.AudioSettings;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.TimeFeature;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.AlignmentSettings;
import dev.unfold.worker.settings.training.AveragingSettings;
import dev.unfold.worker.settings.training.AveragingSettings.LearningRateScale;
import dev.unfold.worker.settings.training.AveragingSettings.OptimizerState;
import dev.unfold.worker.settings.training.CheckpointSettings;
import dev.unfold.worker.settings.training.ClassWeightSettings;
import dev.unfold.worker.settings.training.ClipSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.training.OuterMomentum;
import dev.unfold.worker.settings.training.OuterSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.training.PretrainedSettings;
import dev.unfold.worker.settings.training.RandomStepSettings;
import dev.unfold.worker.settings.training.ScheduleSettings;
import dev.unfold.worker.settings.training.TeacherForcingSettings;
import dev.unfold.worker.settings.training.TrainingSettings;
import dev.unfold.worker.settings.training.VectorFiles;
import dev.unfold.worker.settings.training.WeightAveragingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsReaderTest extends ConfigurationFixture {
  @Test
  void whatIsNotSetHasTheDefault() throws IOException {
    UnfoldSettings expected =
        new UnfoldSettings(
            new CorpusSettings(
                List.of("a.txt"),
                List.of(),
                List.of(),
                CorpusFormat.TEXT,
                true,
                InputSettings.forText(),
                List.of(),
                SequenceSettings.none(),
                TargetSettings.forText(),
                CorpusSettings.Unit.CHAR,
                CorpusSettings.Document.NONE,
                new VocabularySettings(0, 1),
                AudioSettings.asRecorded(),
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
                PretrainedSettings.none(),
                new OptimizerSettings(
                    OptimizerSettings.Kind.ADAM, 0.002, 0, 0.99, 0.9, 0.999, 1e-8, false, 0, false),
                new ScheduleSettings(
                    ScheduleSettings.Kind.CONSTANT, 0, 1000, 0.25, 0, 0, 0.04, 0.3, 1),
                new ClipSettings(5, 0),
                RandomStepSettings.none(),
                TeacherForcingSettings.always(),
                ClassWeightSettings.none(),
                new AlignmentSettings(10, 0.01)),
            new AveragingSettings(
                20,
                OptimizerState.AVERAGE,
                LearningRateScale.NONE,
                3,
                new OuterSettings(OuterSettings.Kind.NONE, OuterMomentum.of(0.5), 0.7, 0),
                new WeightAveragingSettings(WeightAveragingSettings.Kind.NONE, 0.9, 5)),
            new EvaluationSettings(2, 10, Metric.LOSS, 0.5, "", 10, 0, 0),
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
  void nullRestoresTheDefault() throws IOException {
    Files.writeString(
        folder.resolve("base.conf"),
        REQUIRED + "network { cell = gru, dropout = 0.5, encoder { pooling = mean } }");

    LayeredNetworkSettings network =
        network("include \"base.conf\"\nnetwork { cell = null, dropout = null, encoder = null }");

    assertThat(network).isEqualTo(network(REQUIRED));
    assertThat(network("include \"base.conf\"")).isNotEqualTo(network);
    assertRefused(REQUIRED + "run.dir = null");
    assertRefused(REQUIRED + "network.sell = null");
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
    String sampled = REQUIRED + "network.output { kind = sampled, negatives.proposal = uniform }";
    assertThat(network(sampled, "network.output.negatives.count=512").output().negatives())
        .isEqualTo(new OutputSettings.Negatives(512, OutputSettings.Proposal.UNIFORM));
    String inBatch = "network.output.negatives={count=0, in-batch=true}";
    assertThat(network(sampled, inBatch).output().negatives())
        .isEqualTo(
            new OutputSettings.Negatives(
                0, OutputSettings.Proposal.UNIFORM, true, OutputSettings.Loss.CROSS_ENTROPY, 1));
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
    assertThat(corpus.target().column()).isEqualTo("4");
    assertThat(corpus.target().kind()).isEqualTo(TargetSettings.Kind.TAGS);
    assertThat(corpus.target().normalise()).isTrue();
  }

  /** Each way of writing weights, also over others, and as written again. */
  @Test
  void classWeightsAreAWordOrAMap() throws IOException {
    String tags =
        REQUIRED
            + """
            corpus { format = conll, input { column = 2, kind = words } }
            corpus.target { column = 4, kind = tags }
            network.kind = tagger
            """;
    String weights = tags + "training.class-weights { \"B-a.b c\" = 2.5, O = \"0.5\" }";
    ClassWeightSettings given = ClassWeightSettings.given(Map.of("B-a.b c", 2.5, "O", 0.5));
    assertThat(read(tags).training().classWeights()).isEqualTo(ClassWeightSettings.none());
    assertThat(read(weights).training().classWeights()).isEqualTo(given);
    assertThat(read(weights, "training.class-weights=balanced").training().classWeights())
        .isEqualTo(ClassWeightSettings.balanced());
    assertThat(read(tags, "training.class-weights={O=0.5}").training().classWeights())
        .isEqualTo(ClassWeightSettings.given(Map.of("O", 0.5)));
    assertThat(read(weights, "training.class-weights=none").training().classWeights())
        .isEqualTo(ClassWeightSettings.none());
    for (String text : List.of(tags, weights)) {
      UnfoldSettings settings = read(text);
      assertThat(reader.readText(SettingsWriter.write(settings), "written")).isEqualTo(settings);
    }
  }

  /** A path, one for each column, and as written again. */
  @Test
  void vectorsOfWordsAreAPathOrAMap() throws IOException {
    String one = REQUIRED + "training.pretrained { file = a.vec, frozen = true }";
    String columns = REQUIRED + "training.pretrained.file { \"my column\" = a.vec, b = 1 }";
    assertThat(read(REQUIRED).training().pretrained()).isEqualTo(PretrainedSettings.none());
    assertThat(read(one).training().pretrained())
        .isEqualTo(new PretrainedSettings(VectorFiles.ofFirst("a.vec"), true));
    assertThat(read(columns).training().pretrained().file())
        .isEqualTo(VectorFiles.ofColumns(Map.of("my column", "a.vec", "b", "1")));
    assertThat(read(columns, "training.pretrained.file=c.vec").training().pretrained().file())
        .isEqualTo(VectorFiles.ofFirst("c.vec"));
    for (String text : List.of(one, columns)) {
      UnfoldSettings settings = read(text);
      assertThat(reader.readText(SettingsWriter.write(settings), "written")).isEqualTo(settings);
    }
  }

  @Test
  void anInputTakesTheKeysThatItLeavesOutFromTheOnlyOne() throws IOException {
    String table =
        REQUIRED
            + """
            corpus {
              format = json
              input { normalise = false, kind = numbers }
              inputs = [
                { column = event, kind = categories, embedding = 8 }
                { column = value }
                { column = words, kind = words, normalise = true, missing = fill, min-count = 3 }
                { column = time, kind = time, features = [hour, since-first], scaling = log1p, into = first-state }
              ]
              target { column = label, kind = label }
            }
            network.kind = sequence-to-vector
            """;

    UnfoldSettings settings = read(table);

    assertThat(settings.corpus().columns().columns())
        .containsExactly(
            new InputSettings("event", InputSettings.Kind.CATEGORIES, 0, false, false, false, 8),
            new InputSettings("value", InputSettings.Kind.NUMBERS, 0, false, false, false),
            new InputSettings(
                "words",
                InputSettings.Kind.WORDS,
                0,
                false,
                true,
                false,
                0,
                InputSettings.Scaling.STANDARD,
                InputSettings.Missing.FILL,
                3,
                0,
                List.of(TimeFeature.values()),
                InputSettings.Into.STEPS,
                AcousticSettings.unused()),
            new InputSettings(
                "time",
                InputSettings.Kind.TIME,
                0,
                false,
                false,
                false,
                0,
                InputSettings.Scaling.LOG1P,
                InputSettings.Missing.REFUSE,
                0,
                0,
                List.of(TimeFeature.HOUR, TimeFeature.SINCE_FIRST),
                InputSettings.Into.FIRST_STATE,
                AcousticSettings.unused()));
    assertThat(reader.readText(SettingsWriter.write(settings), "written")).isEqualTo(settings);
  }

  @Test
  void theAudioOfAnEntryIsCompletedByThatOfTheOnlyInput() throws IOException {
    String table =
        REQUIRED
            + """
            corpus {
              format = json
              input { kind = audio, audio { rate = 8000, stack = 3 } }
              inputs = [
                { column = path, audio { features = mfcc, pre-emphasis = 0.5 } }
                { column = other }
              ]
              target { column = label, kind = label }
            }
            network.kind = sequence-to-vector
            """;

    UnfoldSettings settings = read(table);

    List<InputSettings> inputs = settings.corpus().columns().columns();
    AcousticSettings own = inputs.get(0).audio();
    assertThat(own.features()).isEqualTo(AcousticSettings.Features.MFCC);
    assertThat(own.preEmphasis()).isEqualTo(0.5);
    assertThat(List.of(own.rate(), own.stack(), own.bands())).containsExactly(8000, 3, 40);
    assertThat(inputs.get(1).audio()).isEqualTo(settings.corpus().input().audio());
    assertThat(reader.readText(SettingsWriter.write(settings), "written")).isEqualTo(settings);
  }

  @Test
  void theAudioOfOtherInputsHasTheDefaults() throws IOException {
    assertThat(read(REQUIRED).corpus().input().audio()).isEqualTo(AcousticSettings.unused());
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
}
