package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.evaluation.CorpusEvaluator;
import dev.unfold.driver.evaluation.EvaluationCorpus;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.driver.training.outcome.RunOutcome;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.AudioSettings;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.ScoringSettings.Bleu;
import dev.unfold.worker.settings.corpus.ScoringSettings.References;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs over tables whose targets are sequences. */
class SequenceRunTest {
  private static final Configuration CONFIGURATION = new Configuration();
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;
  private RunFixture fixture;

  @BeforeEach
  void fixture() throws IOException {
    fixture = new RunFixture(folder).withBatch(16).withEveryRounds(100);
  }

  @Test
  void learnsToReverseAndIsScoredByWhatItGenerates() throws IOException {
    List<String> rows = reversals(400, 1);
    table("train", rows);
    table("validation", reversals(40, 2));
    fixture = fixture.withEpochs(30);
    UnfoldSettings settings =
        settings(
            LayeredNetworkSettings.Kind.SEQUENCE_TO_SEQUENCE,
            InputSettings.Kind.WORDS,
            TargetSettings.Kind.WORDS);

    RecordingListener recorder = new RecordingListener();
    assertThat(new TrainingRun(SPARK.context(), settings, recorder).run(() -> false).outcome())
        .isEqualTo(RunOutcome.FINISHED);
    long targets =
        rows.stream().mapToLong(row -> row.split("\t", -1)[1].split(" ", -1).length + 1).sum();
    assertThat(recorder.rounds().stream().mapToLong(RoundSummary::targets).sum())
        .isEqualTo(30 * targets);

    Map<String, Double> first = recorder.epochs().get(0).validation();
    Map<String, Double> last = recorder.epochs().get(29).validation();
    assertThat(first.get("exactMatch")).isLessThan(0.5);
    assertThat(last.get("exactMatch")).isGreaterThan(0.9);
    assertThat(last.get("errorRate")).isLessThan(0.05);
    assertThat(last.get("sequenceErrorRate") + last.get("exactMatch")).isEqualTo(1);
    assertThat(last.get("bleu")).isGreaterThan(90);
    assertThat(last).doesNotContainKey("sequences");

    assertTheModelIsScoredAgain(settings);
  }

  private void assertTheModelIsScoredAgain(UnfoldSettings settings) throws IOException {
    String where = settings.run().dir() + "/model";
    ModelFolder folderOfModel = ModelFolder.open(where, CONFIGURATION);
    Model model = folderOfModel.read();
    EvaluationCorpus corpus =
        new EvaluationCorpus.Encoder(
                SPARK.context(), folder.resolve("other").toString(), settings.evaluation())
            .encode(where, model, settings.corpus().validation());
    TaskConfiguration taskConfiguration =
        new TaskConfiguration(
            settings.network(),
            model.config().shape(),
            Kernels.choose(settings.engine(), settings.training().precision()),
            SerializedHadoopConfiguration.of(SPARK.context().hadoopConfiguration()));
    Map<String, Object> again =
        new CorpusEvaluator(SPARK.context(), taskConfiguration, corpus.scoring())
            .evaluate(corpus.corpus(), model.parameters(), "again")
            .describe();
    assertThat(again).containsEntry("sequences", 40L);
    for (String when : List.of("validation", "test")) {
      Map<?, ?> metrics = (Map<?, ?>) folderOfModel.metrics().get(when);
      for (String name : List.of("loss", "exactMatch", "errorRate", "bleu")) {
        assertThat(metrics.get(name)).isEqualTo(again.get(name));
      }
    }
  }

  @Test
  void alignsTokensWithStepsAndLeavesOutWhatDoesNotFit() throws IOException {
    List<String> fitting = alignments(200, 1);
    List<String> rows = new ArrayList<>(fitting);
    rows.addAll(Collections.nCopies(7, "a\tA A"));
    table("train", rows);
    table("validation", List.of("a b c\tA B C", "c c _ c\tC C", "b b b\tB", "b\tB B"));
    fixture = fixture.withEpochs(40);
    UnfoldSettings settings =
        settings(
            LayeredNetworkSettings.Kind.CTC, InputSettings.Kind.WORDS, TargetSettings.Kind.WORDS);

    RecordingListener recorder = new RecordingListener();
    assertThat(new TrainingRun(SPARK.context(), settings, recorder).run(() -> false).outcome())
        .isEqualTo(RunOutcome.FINISHED);
    long targets =
        fitting.stream()
            .map(row -> row.split("\t", -1)[1])
            .mapToLong(target -> target.split(" ", -1).length + 1)
            .sum();
    assertThat(recorder.rounds().stream().mapToLong(RoundSummary::targets).sum())
        .isEqualTo(40 * targets);

    Map<String, Double> last = recorder.epochs().get(39).validation();
    assertThat(last).containsEntry("exactMatch", 0.75).containsEntry("errorRate", 1.0 / 8);
    assertThat(last.get("loss")).isBetween(0.0, 0.2);
    Map<?, ?> test =
        (Map<?, ?>)
            ModelFolder.open(settings.run().dir() + "/model", CONFIGURATION).metrics().get("test");
    assertThat(test.get("targets")).isEqualTo(4 + 3 + 2);
    assertThat(test.get("sequences")).isEqualTo(4);
    assertThat(test.get("deletions")).isEqualTo(1);
    assertThat(test.get("confusions")).isEqualTo(List.of(Map.of("reference", "B", "count", 1)));
  }

  @Test
  void aTableNoneOfWhoseTargetsFitIsRefused() throws IOException {
    table("train", Collections.nCopies(40, "a b\tA A"));
    table("validation", List.of("a b\tA"));
    UnfoldSettings settings =
        settings(
            LayeredNetworkSettings.Kind.CTC, InputSettings.Kind.WORDS, TargetSettings.Kind.WORDS);
    assertThatThrownBy(
            () ->
                new TrainingRun(SPARK.context(), settings, new RecordingListener())
                    .run(() -> false))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith("corpus.target: expected targets with at most as many tokens as")
        .hasMessageContaining("train.tsv");
  }

  /** Returns rows of one to six words, whose targets are left by merging equal ones and blanks. */
  private static List<String> alignments(int count, long seed) {
    Random random = new Random(seed);
    List<String> rows = new ArrayList<>();
    while (rows.size() < count) {
      List<String> words = new ArrayList<>();
      List<String> target = new ArrayList<>();
      String before = "_";
      for (int length = 1 + random.nextInt(6); length > 0; length--) {
        String word = List.of("a", "b", "c", "_").get(random.nextInt(4));
        words.add(word);
        if (!word.equals("_") && !word.equals(before)) {
          target.add(word.toUpperCase(Locale.ROOT));
        }
        before = word;
      }
      if (!target.isEmpty()) {
        rows.add(String.join(" ", words) + "\t" + String.join(" ", target));
      }
    }
    return rows;
  }

  @Test
  void learnsTheSequenceOfALabel() throws IOException {
    List<String> rows = new ArrayList<>();
    for (String name : List.of("one", "two", "three", "\uD83C\uDF0D")) {
      rows.addAll(Collections.nCopies(20, "label " + name + "\t" + name));
    }
    table("train", rows);
    table("validation", rows.subList(0, 61));
    fixture = fixture.withEpochs(30);
    UnfoldSettings settings =
        settings(
            LayeredNetworkSettings.Kind.VECTOR_TO_SEQUENCE,
            InputSettings.Kind.LABEL,
            TargetSettings.Kind.CHARACTERS);

    RecordingListener recorder = new RecordingListener();
    new TrainingRun(SPARK.context(), settings, recorder).run(() -> false);
    Map<String, Double> last = recorder.epochs().get(29).validation();
    assertThat(last.get("exactMatch")).isEqualTo(1);
    assertThat(last).doesNotContainKey("bleu");
  }

  /**
   * Each act has two phrasings, one more frequent than the other; one slot is sometimes omitted.
   */
  @Test
  void aRowIsCorrectIfItMatchesAnyRowOfTheSameInput() throws IOException {
    List<String> rows = new ArrayList<>();
    for (String act : List.of("inform _name", "inform _food")) {
      String slot = act.split(" ", -1)[1];
      rows.addAll(Collections.nCopies(30, act + "\t" + slot + " is here"));
      rows.addAll(Collections.nCopies(10, act + "\there is nothing"));
    }
    table("train", rows);
    table("validation", List.of(rows.get(0), rows.get(39), rows.get(79), rows.get(40)));
    fixture = fixture.withEpochs(30);
    UnfoldSettings settings =
        settings(
            LayeredNetworkSettings.Kind.VECTOR_TO_SEQUENCE,
            InputSettings.Kind.BAG,
            new TargetSettings(
                "2",
                TargetSettings.Kind.WORDS,
                0,
                false,
                new ScoringSettings(References.INPUT, Bleu.WORDS, "_"),
                1,
                false,
                0,
                false));

    RecordingListener recorder = new RecordingListener();
    new TrainingRun(SPARK.context(), settings, recorder).run(() -> false);
    Map<String, Double> last = recorder.epochs().get(29).validation();
    assertThat(last)
        .containsEntry("exactMatch", 1.0)
        .containsEntry("slotErrorRate", 0.0)
        .doesNotContainKey("inputs");
    Map<?, ?> test =
        (Map<?, ?>)
            ModelFolder.open(settings.run().dir() + "/model", CONFIGURATION).metrics().get("test");
    assertThat(test.get("sequences")).isEqualTo(4);
    assertThat(test.get("inputs")).isEqualTo(2);
  }

  @Test
  void slotsAreWords() {
    TargetSettings characters =
        new TargetSettings(
            "2",
            TargetSettings.Kind.CHARACTERS,
            0,
            false,
            new ScoringSettings(References.ROW, Bleu.WORDS, "_"),
            1,
            false,
            0,
            false);
    assertThatThrownBy(
            () ->
                settings(
                    LayeredNetworkSettings.Kind.VECTOR_TO_SEQUENCE,
                    InputSettings.Kind.BAG,
                    characters))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("corpus.target.scoring.slots")
        .hasMessageContaining("found _");
  }

  @Test
  void sequenceToSequenceRefusesALabelAsInput() {
    assertThatThrownBy(
            () ->
                settings(
                    LayeredNetworkSettings.Kind.SEQUENCE_TO_SEQUENCE,
                    InputSettings.Kind.LABEL,
                    TargetSettings.Kind.WORDS))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(
            "network.kind: expected vector-to-sequence for corpus.target.kind = words from a single"
                + " step, found sequence-to-sequence");
  }

  /** Returns rows of one to five words with the reversed words as targets. */
  private static List<String> reversals(int count, long seed) {
    Random random = new Random(seed);
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      List<String> words = new ArrayList<>();
      for (int length = 1 + random.nextInt(5); length > 0; length--) {
        words.add(Character.toString('a' + random.nextInt(5)));
      }
      String there = String.join(" ", words);
      Collections.reverse(words);
      rows.add(there + "\t" + String.join(" ", words));
    }
    return rows;
  }

  private void table(String name, List<String> rows) throws IOException {
    Files.write(path(name), rows);
  }

  private Path path(String name) {
    return folder.resolve(name + ".tsv");
  }

  private UnfoldSettings settings(
      LayeredNetworkSettings.Kind kind, InputSettings.Kind input, TargetSettings.Kind target) {
    return settings(kind, input, new TargetSettings("2", target, 0));
  }

  /** Uses the validation table as the test table as well. */
  private UnfoldSettings settings(
      LayeredNetworkSettings.Kind kind, InputSettings.Kind input, TargetSettings target) {
    UnfoldSettings text = fixture.settings("run");
    CorpusSettings corpus =
        new CorpusSettings(
            List.of(path("train").toString()),
            List.of(path("validation").toString()),
            List.of(path("validation").toString()),
            CorpusFormat.TSV,
            false,
            new InputSettings("1", input, 0, false, true, false),
            List.of(),
            SequenceSettings.none(),
            target,
            CorpusSettings.Unit.WORD,
            CorpusSettings.Document.NONE,
            new VocabularySettings(0, 1),
            AudioSettings.asRecorded(),
            text.corpus().cache());
    boolean sequence = kind == LayeredNetworkSettings.Kind.SEQUENCE_TO_SEQUENCE;
    NetworkSettings network =
        new LayeredNetworkSettings(
            kind,
            RecurrentSettings.stack(CellKind.GRU, 1, 32, false),
            16,
            0,
            EncoderSettings.defaults(),
            sequence
                ? new DecoderSettings(
                    DecoderSettings.Attention.ADDITIVE, DecoderSettings.Start.STATE)
                : DecoderSettings.defaults(),
            OutputSettings.softmax());
    return new UnfoldSettings(
        corpus,
        network,
        text.training(),
        text.averaging(),
        text.evaluation(),
        text.checkpoint(),
        text.engine(),
        text.run(),
        text.store(),
        text.retrain());
  }
}
