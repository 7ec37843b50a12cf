package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.operation.LoadedModel;
import dev.unfold.driver.operation.RequestedRules;
import dev.unfold.driver.operation.RequestedSearch;
import dev.unfold.driver.operation.RequestedSearches;
import dev.unfold.driver.training.alignment.HybridTraining;
import dev.unfold.driver.training.outcome.RunMismatchException;
import dev.unfold.driver.training.outcome.RunOutcome;
import dev.unfold.driver.training.state.RunEnd;
import dev.unfold.driver.training.state.RunInspection;
import dev.unfold.inference.Prediction;
import dev.unfold.inference.Search;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.AudioSettings;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.HmmSettings;
import dev.unfold.worker.settings.network.HybridSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.TimeDelaySettings;
import dev.unfold.worker.settings.training.InitialValueSettings;
import dev.unfold.worker.settings.training.RegularizationSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training of a hybrid in passes. The words A and B sound like the letters a b and c d, each of
 * which lasts for one to three steps; silence sounds like a full stop.
 */
class HybridRunTest {
  private static final Configuration CONFIGURATION = new Configuration();
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;
  private RunFixture fixture;
  private HmmSettings hmm = new HmmSettings(2, 1, 1, 0, List.of(".*"));

  @BeforeEach
  void tables() throws IOException {
    fixture = new RunFixture(folder).withBatch(16).withEveryRounds(2).withEpochs(2).withShards(1);
    table("train", rows(120, 1));
    table("validation", rows(30, 2));
  }

  @Test
  void learnsWordsWithoutBeingToldWhereTheyAre() throws IOException {
    RecordingListener recorder = new RecordingListener();
    UnfoldSettings settings = settings("run", 6, 0.001);
    RunEnd end = new HybridTraining(SPARK.context(), settings, recorder).run(() -> false);
    assertThat(end.outcome()).isEqualTo(RunOutcome.FINISHED);
    assertThat(end.rounds()).isEqualTo(recorder.rounds().size());
    assertThat(end.epochs()).isEqualTo(recorder.epochs().size());
    ModelFolder model = ModelFolder.open(settings.run().dir() + "/model", CONFIGURATION);
    Map<?, ?> test = (Map<?, ?>) model.metrics().get("test");
    assertThat((Double) test.get("errorRate")).isLessThan(0.03);
    assertThat(test.get("sequences")).isEqualTo(30);
    List<?> changed = (List<?>) model.metrics().get("changedShares");
    assertThat((Double) changed.get(0)).isGreaterThan((Double) changed.get(changed.size() - 1));
    try (dev.unfold.inference.Model loaded =
        dev.unfold.inference.Model.load(Path.of(settings.run().dir(), "model"))) {
      Prediction heard = loaded.predict(Map.of("1", ". a b b c c c d . . a b"));
      assertThat(heard.tokens()).containsExactly("A", "B", "A");
      assertThat(heard.tokenProbabilities()).hasSize(3).doesNotContain(0f).doesNotContain(1f);
      assertThat(heard.tokenStarts()).containsExactly(1, 4, 10);
      assertThat(heard.tokenEnds()[0]).isBetween(2.0, 4.0);
      assertThat(heard.tokenEnds()[2]).isEqualTo(12);
      assertThat(loaded.predict(Map.of("1", ". .")).tokens()).isEmpty();
      assertThatThrownBy(() -> loaded.searching(Search.withBeam(4)))
          .hasMessageContaining("network.kind = hybrid");
    }
    LoadedModel evaluated = LoadedModel.read(settings.run().dir() + "/model", CONFIGURATION);
    assertThatThrownBy(
            () ->
                new RequestedSearches(
                        RequestedRules.none(), List.of(4), List.of(), RequestedSearch.none(), null)
                    .decodings(evaluated, CONFIGURATION))
        .hasMessageContaining("none for network.kind = hybrid");
    assertThat(recorder.epochs().stream().map(EpochSummary::epoch).toList())
        .startsWith(1, 2, 3, 4)
        .doesNotHaveDuplicates();
    assertThat(recorder.rounds().stream().map(RoundSummary::round).toList())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  /** Stops after some checks, again and again; the rows may be in other files and orders. */
  @Test
  void endsWithTheSameBitsWhereverItIsStopped() throws IOException {
    UnfoldSettings whole = settings("whole", 2, 0);
    new HybridTraining(SPARK.context(), whole, new RecordingListener()).run(() -> false);
    List<String> rows = new ArrayList<>(Files.readAllLines(path("train")));
    Files.delete(path("train"));
    Files.createDirectory(path("train"));
    Collections.reverse(rows);
    Files.write(path("train").resolve("a"), rows.subList(0, 50));
    Files.write(path("train").resolve("b"), rows.subList(50, rows.size()));
    UnfoldSettings parts = settings("parts", 2, 0);
    for (int rounds : List.of(1, 4, 7)) {
      assertThatThrownBy(() -> crash(parts, rounds)).hasMessage("crash");
    }
    assertThat(new RunInspection(parts.run().dir(), CONFIGURATION).describe().orElseThrow())
        .extractingByKey("run")
        .asString()
        .contains("parts/passes/00000");
    int stops = 0;
    while (run(parts, new StopAfterListener(4 + stops % 3)) == RunOutcome.INTERRUPTED) {
      stops++;
    }
    assertThat(stops).isGreaterThan(2);
    assertThat(model(parts).sha256()).isEqualTo(model(whole).sha256());
    for (String lost :
        List.of("model", "alignments/000002", "alignments/corpora", "passes/000002/model")) {
      FileUtils.deleteDirectory(folder.resolve("parts").resolve(lost).toFile());
      run(parts, () -> false);
      assertThat(model(parts).sha256()).isEqualTo(model(whole).sha256());
    }
  }

  /** Ends as if the process were killed in a round. */
  private static void crash(UnfoldSettings settings, int rounds) throws IOException {
    int[] left = {rounds};
    BooleanSupplier stop =
        () -> {
          if (left[0]-- == 0) {
            throw new IllegalStateException("crash");
          }
          return false;
        };
    run(settings, stop);
  }

  private static RunOutcome run(UnfoldSettings settings, BooleanSupplier stop) throws IOException {
    return new HybridTraining(SPARK.context(), settings, new RecordingListener())
        .run(stop)
        .outcome();
  }

  /** Validation rows that cannot be aligned are scored without a loss. */
  @Test
  void morePassesContinueAndOtherSettingsAreRefused() throws IOException {
    table("validation", List.of("a b\tA", "a b\tA C", "a b\tA B", "a b\t "));
    run(settings("run", 1, 0), () -> false);
    String first = model(settings("run", 1, 0)).sha256();
    Map<?, ?> metrics = ModelFolder.open(folder + "/run/model", CONFIGURATION).metrics();
    Map<?, ?> validation = (Map<?, ?>) metrics.get("validation");
    assertThat(validation.get("sequences")).isEqualTo(4);
    assertThat(validation.get("targets")).as("those of the first row and its end").isEqualTo(2);
    assertThat((Double) validation.get("loss")).isPositive();
    assertThat((Double) validation.get("errorRate")).isGreaterThan(0.3);
    run(settings("run", 2, 0), () -> false);
    run(settings("other", 2, 0), () -> false);
    assertThat(model(settings("run", 2, 0)).sha256())
        .isEqualTo(model(settings("other", 2, 0)).sha256())
        .isNotEqualTo(first);
    hmm = new HmmSettings(2, 1, 1, 3, List.of("A . .*"));
    run(settings("run", 2, 0), () -> false);
    assertThat(model(settings("run", 2, 0)).config().network())
        .isEqualTo(settings("run", 2, 0).network());
    hmm = new HmmSettings(3, 1, 1, 0, List.of(".*"));
    assertThatThrownBy(() -> run(settings("run", 2, 0), () -> false))
        .isInstanceOf(RunMismatchException.class)
        .hasMessageContaining("network.hmm.states: the run has 2, found 3");
  }

  @Test
  void rowsThatCannotBeAlignedAreToldByRow() throws IOException {
    table("train", List.of("a b\tA", "a b c\tA B", "a\tA", "a b\t "));
    assertThatThrownBy(() -> run(settings("run", 1, 0), () -> false))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("train.tsv: line 2: corpus.target, column 2 as words: expected at")
        .hasMessageContaining("2 for each (network.hmm.states), found 2 words, which need 4 steps")
        .hasMessageContaining("train.tsv: line 3")
        .hasMessageContaining("train.tsv: line 4")
        .hasMessageContaining("expected at least one word");
  }

  @Test
  void aGrammarMustHaveWordsOfTheTrainingRows() throws IOException {
    hmm = new HmmSettings(2, 1, 1, 0, List.of("A C"));
    assertThatThrownBy(() -> run(settings("run", 1, 0), () -> false))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("network.hmm.grammar: expected words of the training transcripts")
        .hasMessageContaining("found \"C\"");
  }

  private static Model model(UnfoldSettings settings) throws IOException {
    return ModelFolder.open(settings.run().dir() + "/model", CONFIGURATION).read();
  }

  /** Returns rows of one to four words. */
  private static List<String> rows(int count, long seed) {
    Random random = new Random(seed);
    List<String> rows = new ArrayList<>();
    while (rows.size() < count) {
      List<String> sounds = new ArrayList<>();
      List<String> words = new ArrayList<>();
      add(sounds, ".", random.nextInt(3));
      for (int length = 1 + random.nextInt(4); length > 0; length--) {
        boolean first = random.nextBoolean();
        words.add(first ? "A" : "B");
        add(sounds, first ? "a" : "c", 1 + random.nextInt(3));
        add(sounds, first ? "b" : "d", 1 + random.nextInt(3));
        add(sounds, ".", random.nextInt(2) * random.nextInt(3));
      }
      rows.add(String.join(" ", sounds) + "\t" + String.join(" ", words));
    }
    return rows;
  }

  private static void add(List<String> sounds, String sound, int count) {
    for (int i = 0; i < count; i++) {
      sounds.add(sound);
    }
  }

  private void table(String name, List<String> rows) throws IOException {
    Files.write(path(name), rows);
  }

  private Path path(String name) {
    return folder.resolve(name + ".tsv");
  }

  /** Uses the validation table as the test table as well. */
  private UnfoldSettings settings(String run, int passes, double stable) {
    UnfoldSettings text = fixture.withAlignment(passes, stable).settings(run);
    CorpusSettings corpus =
        new CorpusSettings(
            List.of(path("train").toString()),
            List.of(path("validation").toString()),
            List.of(path("validation").toString()),
            CorpusFormat.TSV,
            false,
            new InputSettings("1", InputSettings.Kind.WORDS, 0, false, true, false),
            List.of(),
            SequenceSettings.none(),
            new TargetSettings("2", TargetSettings.Kind.WORDS, 0),
            CorpusSettings.Unit.WORD,
            CorpusSettings.Document.NONE,
            VocabularySettings.all(),
            AudioSettings.asRecorded(),
            folder.resolve("cache").toString());
    return new UnfoldSettings(
        corpus,
        network(),
        text.training(),
        text.averaging(),
        text.evaluation(),
        text.checkpoint(),
        text.engine(),
        text.run(),
        text.store(),
        text.retrain());
  }

  private HybridSettings network() {
    return new HybridSettings(
        HybridSettings.Kind.HYBRID,
        List.of(new TimeDelaySettings(16, List.of(-1, 0, 1), Activation.TANH, false)),
        8,
        0,
        RegularizationSettings.none(),
        InitialValueSettings.defaults(),
        EncoderSettings.defaults(),
        DecoderSettings.defaults(),
        OutputSettings.softmax(),
        hmm);
  }
}
