package dev.unfold.driver.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.retraining.Retraining.Outcome;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.RunAttempts;
import dev.unfold.driver.storage.RunInUseException;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.training.Recorder;
import dev.unfold.driver.training.RunFixture;
import dev.unfold.driver.training.StopAfter;
import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.InvalidSettingException;
import dev.unfold.worker.settings.RetrainSettings;
import dev.unfold.worker.settings.StoreSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrainingTest {
  private static final BooleanSupplier NEVER = () -> false;
  private static JavaSparkContext spark;

  @TempDir private Path folder;
  private RunFixture fixture;
  private Path corpus;
  private RetrainSettings.Data data = RetrainSettings.Data.NEW;
  private RetrainSettings.Start start = RetrainSettings.Start.CHAMPION;
  private CorpusSettings.Unit unit = CorpusSettings.Unit.CHAR;
  private double margin;
  private boolean newHeldOut;
  private int keep = 10;

  @BeforeAll
  static void start() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[2]")
                .setAppName("RetrainingTest")
                .set("spark.ui.enabled", "false"));
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @BeforeEach
  void texts() throws IOException {
    fixture = new RunFixture(folder);
    fixture.epochs = 2;
    corpus = Files.createDirectory(folder.resolve("corpus"));
    Files.writeString(folder.resolve("held-out.txt"), RunFixture.text(99));
  }

  @Test
  void fourNightsOfAGrowingCorpus() throws IOException {
    fixture.epochs = 12;
    fixture.patience = 2;
    arrives("monday.txt", RunFixture.text(1).substring(0, 700));
    assertThat(retrain().outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(retraining().nothingNew()).isPresent();
    assertThat(report(1)).contains("\"metrics\":").doesNotContain("\"comparison\":");

    arrives("tuesday.txt", RunFixture.text(3) + RunFixture.text(4));
    Retraining.Result better = retrain();
    assertThat(better.outcome()).as(better.reason()).isEqualTo(Outcome.PROMOTED);
    assertThat(champion()).isEqualTo(2);
    assertThat(report(2)).contains("\"name\":\"version 1\"", "\"promoted\":true", better.reason());

    arrives("wednesday.txt", shuffled(RunFixture.text(5)));
    Retraining.Result worse = retrain();
    assertThat(worse.outcome()).as(worse.reason()).isEqualTo(Outcome.REFUSED);
    assertThat(worse.reason()).contains("not better");
    assertThat(champion()).isEqualTo(2);
    assertThat(store().versions()).contains(3L);
    assertThat(report(3)).contains("\"name\":\"version 2\"", "\"promoted\":false");

    Retraining.Result nothing = retraining().nothingNew().orElseThrow();
    assertThat(nothing.outcome()).isEqualTo(Outcome.NOTHING_NEW);
    assertThat(nothing.reason()).contains("retraining 3", "refused");

    store().rollback("a look at the texts");
    assertThat(champion()).isEqualTo(1);
    assertThat(retraining().nothingNew()).isPresent();
  }

  @Test
  void theProvenanceTellsTheLineage() throws IOException {
    arrives("a.txt", RunFixture.text(1));
    retrain();
    arrives("b.txt", RunFixture.text(3));
    retrain();

    Map<String, Object> provenance = store().open(2).provenance();
    assertThat(provenance.get("parent")).isEqualTo(List.of(store().pathOf(1)));
    assertThat(provenance.get("changes")).isEqualTo("1 files added, 0 changed, 1 old, 0 removed");
    assertThat(Challenger.learntBy(store().open(2)))
        .extracting(file -> Path.of(file.path()).getFileName().toString())
        .containsExactlyInAnyOrder("a.txt", "b.txt");
    assertThat(((Map<?, ?>) ((Map<?, ?>) provenance.get("corpora")).get("train")).get("files"))
        .asString()
        .contains("b.txt")
        .doesNotContain("a.txt");
  }

  @Test
  void newCharactersExtendTheVocabularyAndTheLossesStayComparable() throws IOException {
    arrives("a.txt", RunFixture.text(1));
    retrain();
    arrives("b.txt", (RunFixture.text(3) + RunFixture.text(4)).replace('.', '!'));
    Files.writeString(folder.resolve("held-out.txt"), RunFixture.text(99).replace('.', '!'));
    newHeldOut = true;
    Retraining.Result result = retrain();

    assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
    int before = store().open(1).read().config().shape().inputs();
    assertThat(store().open(2).read().config().shape().inputs()).isEqualTo(before + 1);
  }

  @Test
  void aTouchedOrMovedFileIsNothingNew() throws IOException {
    arrives("a.txt", RunFixture.text(1));
    retrain();
    Files.move(corpus.resolve("a.txt"), corpus.resolve("moved.txt"));

    assertThat(retraining().nothingNew()).as("by the listing alone").isEmpty();
    assertThat(retrain().outcome()).isEqualTo(Outcome.NOTHING_NEW);
    assertThat(store().versions()).containsExactly(1L);
  }

  @Test
  void allTrainsOnEverythingFromScratch() throws IOException {
    data = RetrainSettings.Data.ALL;
    start = RetrainSettings.Start.SCRATCH;
    arrives("a.txt", RunFixture.text(1).substring(0, 700));
    retrain();
    arrives("b.txt", RunFixture.text(3));
    retrain();

    Map<String, Object> provenance = store().open(2).provenance();
    assertThat(provenance.get("parent")).isEqualTo(List.of());
    assertThat(provenance.get("corpora")).asString().contains("a.txt", "b.txt");
  }

  @Test
  void mixedTrainsOnAShareOfTheOld() throws IOException {
    data = RetrainSettings.Data.MIXED;
    for (int i = 0; i < 5; i++) {
      arrives("old" + i + ".txt", RunFixture.text(10 + i).substring(0, 600));
    }
    retrain();
    arrives("new.txt", RunFixture.text(3));
    retrain();

    Object files =
        ((Map<?, ?>) ((Map<?, ?>) store().open(2).provenance().get("corpora")).get("train"))
            .get("files");
    assertThat(files).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(2);
    assertThat(files).asString().contains("new.txt");
  }

  @Test
  void aMarginKeepsTheChampion() throws IOException {
    arrives("a.txt", RunFixture.text(1).substring(0, 700));
    retrain();
    margin = 10;
    arrives("b.txt", RunFixture.text(3));

    Retraining.Result result = retrain();

    assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(result.reason()).contains("not better by more than 10");
  }

  @Test
  void aStoppedRetrainingGoesOnAndOneWhoseCorpusChangedIsGivenUp() throws IOException {
    arrives("a.txt", RunFixture.text(1));
    assertThat(retrain(new StopAfter(3)).outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(retraining().nothingNew()).isEmpty();
    assertThat(retrain(new StopAfter(3)).number()).isEqualTo(1);

    arrives("later.txt", RunFixture.text(4));
    assertThat(retrain(new StopAfter(3)).number()).as("what is new waits").isEqualTo(1);

    arrives("a.txt", RunFixture.text(3));
    Retraining.Result result = retrain();

    assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(result.number()).isEqualTo(2);
    assertThat(new Journal(store()).decision(1).orElseThrow().verdict())
        .isEqualTo(Decision.Verdict.VOID);
  }

  @Test
  void aPromotionByHandInBetweenVoidsThePlan() throws IOException {
    arrives("a.txt", RunFixture.text(1).substring(0, 700));
    retrain();
    arrives("b.txt", RunFixture.text(3));
    retrain();
    arrives("c.txt", RunFixture.text(4));
    retrain(new StopAfter(3));
    store().rollback("in between");

    Retraining.Result result = retrain();

    assertThat(result.number()).isEqualTo(4);
    assertThat(new Journal(store()).decision(3).orElseThrow().reason())
        .contains("promotion 3 came first");
    assertThat(store().open(4).provenance().get("parent")).isEqualTo(List.of(store().pathOf(1)));
  }

  @Test
  void aRollbackWhileTheChallengerIsTrainedVoidsThePlan() throws IOException {
    arrives("a.txt", RunFixture.text(1).substring(0, 700));
    retrain();
    arrives("b.txt", RunFixture.text(3));
    retrain();
    arrives("c.txt", RunFixture.text(4));
    BooleanSupplier rollback =
        () -> {
          try {
            if (store().lastPromotion() == 2) {
              store().rollback("in the middle of the night");
            }
            return false;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };

    assertThatThrownBy(() -> retrain(rollback))
        .hasMessageContaining("promotion 3 came first")
        .hasMessageContaining("the next call begins anew");
    assertThat(retraining().nothingNew()).isEmpty();
    assertThat(retrain().number()).isEqualTo(4);
    assertThat(store().open(4).provenance().get("parent")).isEqualTo(List.of(store().pathOf(1)));
  }

  @Test
  void aDamagedChampionGivesWayToTheOneBefore() throws IOException {
    arrives("a.txt", RunFixture.text(1));
    retrain();
    arrives("b.txt", RunFixture.text(3));
    retrain();
    arrives("c.txt", RunFixture.text(4));
    retrain(new StopAfter(3));
    Files.delete(folder.resolve("store/prose/versions/000002/config.json"));

    assertThat(retrain().number()).isEqualTo(4);
    assertThat(new Journal(store()).decision(3).orElseThrow().reason())
        .contains("version 2 cannot be read");
    assertThat(store().open(4).provenance().get("parent")).isEqualTo(List.of(store().pathOf(1)));
  }

  @Test
  void emptyFilesAndCopiesAreNothingNew() throws IOException {
    arrives("a.txt", RunFixture.text(1));
    retrain();
    arrives("empty.txt", "");
    arrives("copy.txt", RunFixture.text(1));

    assertThat(retrain().outcome()).isEqualTo(Outcome.NOTHING_NEW);
  }

  @Test
  void whatIsHeldOutIsNotTrainedOn() throws IOException {
    arrives("a.txt", RunFixture.text(1));
    arrives("b.txt", RunFixture.text(99));

    assertThatThrownBy(this::retrain)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("expected files that are not trained on, found")
        .hasMessageContaining("b.txt");
  }

  @Test
  void figuresOfOtherUnitsAreNotCompared() throws IOException {
    data = RetrainSettings.Data.ALL;
    start = RetrainSettings.Start.SCRATCH;
    arrives("a.txt", RunFixture.text(1));
    retrain();
    arrives("b.txt", RunFixture.text(3));
    unit = CorpusSettings.Unit.WORD;

    assertThatThrownBy(this::retrain).hasMessageContaining("cannot be compared");
    assertThat(champion()).isEqualTo(1);
  }

  @Test
  void anotherHeldOutCorpusIsRefused() throws IOException {
    arrives("a.txt", RunFixture.text(1));
    retrain();
    arrives("b.txt", RunFixture.text(3));
    Files.writeString(folder.resolve("held-out.txt"), RunFixture.text(98));

    assertThatThrownBy(this::retrain)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("retrain.held-out")
        .hasMessageContaining("the corpus that retraining 1 was decided on");
    newHeldOut = true;
    assertThat(retrain().number()).isEqualTo(2);
  }

  @Test
  void aDivergedChallengerFailsOnceAndTheChampionStays() throws IOException {
    arrives("a.txt", RunFixture.text(1));
    retrain();
    arrives("b.txt", RunFixture.text(3));
    fixture.learningRate = 1e38;

    assertThatThrownBy(this::retrain).hasMessageContaining("round 1");
    assertThat(new Journal(store()).decision(2).orElseThrow().verdict())
        .isEqualTo(Decision.Verdict.FAILED);
    assertThat(champion()).isEqualTo(1);
    assertThatThrownBy(this::retrain)
        .as("not tried again")
        .hasMessageContaining("retraining 2 of this corpus with these settings failed");

    fixture.learningRate = 0.01;
    assertThat(retrain().number()).isEqualTo(3);
  }

  @Test
  void oneStoreHasOneRetrainingAtATime() throws IOException {
    arrives("a.txt", RunFixture.text(1));
    CommitFolder owned = store().folder();
    try (var claimed = new RunAttempts(owned).claim()) {
      assertThat(claimed.number()).isEqualTo(1);
      assertThatThrownBy(this::retrain).isInstanceOf(RunInUseException.class);
    }
    assertThat(retrain().outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void oldVersionsAndRunsGo() throws IOException {
    keep = 2;
    fixture.epochs = 1;
    for (int night = 1; night <= 4; night++) {
      arrives("night" + night + ".txt", RunFixture.text(night));
      retrain();
    }

    assertThat(store().versions()).hasSizeLessThanOrEqualTo(4).contains(3L, 4L);
    try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
      assertThat(runs.map(Path::toString))
          .hasSize(2)
          .allMatch(run -> run.matches(".*/prose-[0-9a-f]{8}-00000[34]"));
    }
  }

  @Test
  void whatIsMissingInTheSettingsIsSaid() {
    UnfoldSettings settings = fixture.settings("runs");

    assertThatThrownBy(() -> new Retraining(settings, new Configuration()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("store.dir");
  }

  private String report(int night) throws IOException {
    String run = store().open(night).provenance().get("run").toString();
    return Files.readString(Path.of(URI.create(run)).resolve("report.html"));
  }

  private void arrives(String name, String text) throws IOException {
    Files.writeString(corpus.resolve(name), text);
  }

  private static String shuffled(String text) {
    List<Integer> points = new ArrayList<>(text.codePoints().boxed().toList());
    Collections.shuffle(points, new Random(1));
    return points.stream().map(Character::toString).collect(Collectors.joining());
  }

  private ModelStore store() throws IOException {
    return new ModelStore(folder.resolve("store/prose").toString(), new Configuration());
  }

  private long champion() throws IOException {
    return store().champion().orElseThrow().promotion().version();
  }

  private Retraining retraining() throws IOException {
    return new Retraining(settings(), spark.hadoopConfiguration());
  }

  private Retraining.Result retrain() throws IOException {
    return retrain(NEVER);
  }

  private Retraining.Result retrain(BooleanSupplier stop) throws IOException {
    return retraining().run(spark, stop, new Recorder());
  }

  private CorpusSettings corpus(CorpusSettings base) {
    return new CorpusSettings(
        List.of(corpus.toString()),
        base.validation(),
        List.of(),
        base.format(),
        base.header(),
        base.input(),
        base.target(),
        unit,
        base.document(),
        base.vocabulary(),
        base.cache());
  }

  private UnfoldSettings settings() {
    UnfoldSettings base = fixture.settings("runs");
    return new UnfoldSettings(
        corpus(base.corpus()),
        base.network(),
        base.training(),
        base.averaging(),
        base.evaluation(),
        base.checkpoint(),
        base.engine(),
        base.run(),
        new StoreSettings(folder.resolve("store").toString(), "prose", keep),
        new RetrainSettings(
            data,
            0.2,
            start,
            List.of(folder.resolve("held-out.txt").toString()),
            newHeldOut,
            margin));
  }
}
