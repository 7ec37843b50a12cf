package dev.unfold.driver.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.report.RunReport;
import dev.unfold.driver.retraining.RetrainingSummary.Outcome;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.lease.RunAttempts;
import dev.unfold.driver.storage.lease.RunInUseException;
import dev.unfold.driver.training.RunFixture;
import dev.unfold.driver.training.StopAfterListener;
import dev.unfold.worker.settings.RetrainSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
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
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RetrainingTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;
  private RetrainingFixture fixture;

  @BeforeEach
  void texts() throws IOException {
    fixture = new RetrainingFixture(SPARK.context(), folder);
    fixture = fixture.withRun(run -> run.withEpochs(2).withInterval(10));
  }

  @Test
  void fourRetrainingsOfAGrowingCorpus() throws IOException {
    fixture = fixture.withRun(run -> run.withEpochs(12).withPatience(2));
    fixture.arrives("monday.txt", RunFixture.text(1).substring(0, 700));
    assertThat(fixture.retrain().outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(fixture.retraining().nothingNew()).isPresent();
    assertThat(report(1)).contains("\"metrics\":").doesNotContain("\"comparison\":");

    fixture.arrives("tuesday.txt", RunFixture.text(3) + RunFixture.text(4));
    RetrainingSummary better = fixture.retrain();
    assertThat(better.outcome()).as(better.reason()).isEqualTo(Outcome.PROMOTED);
    assertThat(fixture.champion()).isEqualTo(2);
    assertThat(report(2)).contains("\"name\":\"version 1\"", "\"promoted\":true", better.reason());
    Files.delete(runOf(2).resolve("report.html"));
    new RunReport(runOf(2).toString(), new Configuration()).write();
    assertThat(report(2)).as("written anew").contains("\"name\":\"version 1\"", better.reason());

    fixture.arrives("wednesday.txt", shuffled(RunFixture.text(5)));
    RetrainingSummary worse = fixture.retrain();
    assertThat(worse.outcome()).as(worse.reason()).isEqualTo(Outcome.REFUSED);
    assertThat(worse.reason()).contains("not better");
    assertThat(fixture.champion()).isEqualTo(2);
    assertThat(fixture.store().versions()).contains(3L);
    assertThat(report(3)).contains("\"name\":\"version 2\"", "\"promoted\":false");

    RetrainingSummary nothing = fixture.retraining().nothingNew().orElseThrow();
    assertThat(nothing.outcome()).isEqualTo(Outcome.NOTHING_NEW);
    assertThat(nothing.reason()).contains("retraining 3", "refused");

    fixture.store().rollback("a look at the texts");
    assertThat(fixture.champion()).isEqualTo(1);
    assertThat(fixture.retraining().nothingNew()).isPresent();
  }

  @Test
  void theProvenanceRecordsTheLineage() throws IOException {
    fixture.arrives("a.txt", RunFixture.text(1));
    fixture.retrain();
    fixture.arrives("b.txt", RunFixture.text(3));
    fixture.retrain();

    Map<String, Object> provenance = fixture.store().open(2).provenance();
    assertThat(provenance.get("parent")).isEqualTo(List.of(fixture.store().pathOf(1)));
    assertThat(provenance.get("changes")).isEqualTo("1 file added, 0 changed, 1 old, 0 removed");
    assertThat(Challenger.trainedFilesOf(fixture.store().open(2)))
        .extracting(file -> Path.of(file.path()).getFileName().toString())
        .containsExactlyInAnyOrder("a.txt", "b.txt");
    assertThat(((Map<?, ?>) ((Map<?, ?>) provenance.get("corpora")).get("train")).get("files"))
        .asString()
        .contains("b.txt")
        .doesNotContain("a.txt");
  }

  @Test
  void newCharactersExtendTheVocabularyAndTheLossesStayComparable() throws IOException {
    fixture.arrives("a.txt", RunFixture.text(1));
    fixture.retrain();
    fixture.arrives("b.txt", (RunFixture.text(3) + RunFixture.text(4)).replace('.', '!'));
    fixture.holdOut(RunFixture.text(99).replace('.', '!'));
    fixture = fixture.withNewHeldOut();
    RetrainingSummary result = fixture.retrain();

    assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
    int before = fixture.store().open(1).read().config().shape().inputs();
    assertThat(fixture.store().open(2).read().config().shape().inputs()).isEqualTo(before + 1);
  }

  @Test
  void aTouchedOrMovedFileIsNothingNew() throws IOException {
    fixture.arrives("a.txt", RunFixture.text(1));
    fixture.retrain();
    Files.move(fixture.corpus().resolve("a.txt"), fixture.corpus().resolve("moved.txt"));

    assertThat(fixture.retraining().nothingNew()).as("by the listing alone").isEmpty();
    assertThat(fixture.retrain().outcome()).isEqualTo(Outcome.NOTHING_NEW);
    assertThat(fixture.store().versions()).containsExactly(1L);

    assertThat(fixture.retraining().nothingNew()).as("it was looked at").isPresent();
    Files.writeString(folder.resolve("store/prose").resolve(NoChangesFile.NAME), "torn");
    assertThat(fixture.retraining().nothingNew()).as("it cannot be read").isEmpty();
    assertThat(fixture.retrain().outcome()).isEqualTo(Outcome.NOTHING_NEW);
    fixture.arrives("b.txt", RunFixture.text(3));
    assertThat(fixture.retraining().nothingNew()).isEmpty();
  }

  @Test
  void allTreatsAMovedFileAsUnchanged() throws IOException {
    fixture = fixture.withData(RetrainSettings.Data.ALL);
    fixture.arrives("a.txt", RunFixture.text(1));
    fixture.retrain();
    Files.move(fixture.corpus().resolve("a.txt"), fixture.corpus().resolve("moved.txt"));

    assertThat(fixture.retrain().outcome()).isEqualTo(Outcome.NOTHING_NEW);
  }

  @Test
  void allTrainsOnEverythingFromScratch() throws IOException {
    fixture = fixture.withData(RetrainSettings.Data.ALL);
    fixture = fixture.withStart(RetrainSettings.Start.SCRATCH);
    fixture.arrives("a.txt", RunFixture.text(1).substring(0, 700));
    fixture.retrain();
    fixture.arrives("b.txt", RunFixture.text(3));
    fixture.retrain();

    Map<String, Object> provenance = fixture.store().open(2).provenance();
    assertThat(provenance.get("parent")).isEqualTo(List.of());
    assertThat(provenance.get("corpora")).asString().contains("a.txt", "b.txt");
  }

  @Test
  void mixedTrainsOnAFractionOfTheOldFiles() throws IOException {
    fixture = fixture.withData(RetrainSettings.Data.MIXED);
    for (int i = 0; i < 5; i++) {
      fixture.arrives("old" + i + ".txt", RunFixture.text(10 + i).substring(0, 600));
    }
    fixture.retrain();
    fixture.arrives("new.txt", RunFixture.text(3));
    fixture.retrain();

    Object files =
        ((Map<?, ?>) ((Map<?, ?>) fixture.store().open(2).provenance().get("corpora")).get("train"))
            .get("files");
    assertThat(files).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(2);
    assertThat(files).asString().contains("new.txt");
  }

  @Test
  void aMarginKeepsTheChampion() throws IOException {
    fixture.arrives("a.txt", RunFixture.text(1).substring(0, 700));
    fixture.retrain();
    fixture = fixture.withMargin(10);
    fixture.arrives("b.txt", RunFixture.text(3));

    RetrainingSummary result = fixture.retrain();

    assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(result.reason()).contains("not better by more than 10");
  }

  @Test
  void aStoppedRetrainingContinuesAndOneWhoseCorpusChangedIsVoid() throws IOException {
    fixture = fixture.withRun(run -> run.withInterval(5));
    fixture.arrives("a.txt", RunFixture.text(1));
    assertThat(fixture.retrain(new StopAfterListener(3)).outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(fixture.retraining().nothingNew()).isEmpty();
    assertThat(fixture.retrain(new StopAfterListener(3)).number()).isEqualTo(1);

    fixture.arrives("later.txt", RunFixture.text(4));
    assertThat(fixture.retrain(new StopAfterListener(3)).number())
        .as("what is new waits")
        .isEqualTo(1);

    fixture.arrives("a.txt", RunFixture.text(3));
    RetrainingSummary result = fixture.retrain();

    assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(result.number()).isEqualTo(2);
    assertThat(fixture.verdict(1)).isEqualTo(RetrainingDecision.Verdict.VOID);
  }

  @Test
  void aManualPromotionInBetweenVoidsThePlan() throws IOException {
    fixture.arrives("a.txt", RunFixture.text(1).substring(0, 700));
    fixture.retrain();
    fixture.arrives("b.txt", RunFixture.text(3));
    fixture.retrain();
    fixture.arrives("c.txt", RunFixture.text(4));
    fixture.retrain(new StopAfterListener(3));
    fixture.store().rollback("in between");

    RetrainingSummary result = fixture.retrain();

    assertThat(result.number()).isEqualTo(4);
    assertThat(new RetrainingJournal(fixture.store()).decision(3).orElseThrow().reason())
        .contains("promotion 3 came first");
    assertThat(fixture.store().open(4).provenance().get("parent"))
        .isEqualTo(List.of(fixture.store().pathOf(1)));
  }

  @Test
  void aRollbackWhileTheChallengerIsTrainedVoidsThePlan() throws IOException {
    fixture.arrives("a.txt", RunFixture.text(1).substring(0, 700));
    fixture.retrain();
    fixture.arrives("b.txt", RunFixture.text(3));
    fixture.retrain();
    fixture.arrives("c.txt", RunFixture.text(4));
    BooleanSupplier rollback =
        () -> {
          try {
            if (fixture.store().lastPromotion() == 2) {
              fixture.store().rollback("in the middle of the night");
            }
            return false;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };

    assertThatThrownBy(() -> fixture.retrain(rollback))
        .hasMessageContaining("promotion 3 came first")
        .hasMessageContaining("the next call starts a new plan");
    assertThat(fixture.retraining().nothingNew()).isEmpty();
    assertThat(fixture.retrain().number()).isEqualTo(4);
    assertThat(fixture.store().open(4).provenance().get("parent"))
        .isEqualTo(List.of(fixture.store().pathOf(1)));
  }

  @Test
  void aDamagedChampionIsReplacedByItsPredecessor() throws IOException {
    fixture.arrives("a.txt", RunFixture.text(1));
    fixture.retrain();
    fixture.arrives("b.txt", RunFixture.text(3));
    fixture.retrain();
    fixture.arrives("c.txt", RunFixture.text(4));
    fixture.retrain(new StopAfterListener(3));
    Files.delete(folder.resolve("store/prose/versions/000002/config.json"));

    assertThat(fixture.retrain().number()).isEqualTo(4);
    assertThat(new RetrainingJournal(fixture.store()).decision(3).orElseThrow().reason())
        .contains("version 2 is no longer readable");
    assertThat(fixture.store().open(4).provenance().get("parent"))
        .isEqualTo(List.of(fixture.store().pathOf(1)));
  }

  @Test
  void emptyFilesAndCopiesAreNothingNew() throws IOException {
    fixture.arrives("a.txt", RunFixture.text(1));
    fixture.retrain();
    fixture.arrives("empty.txt", "");
    fixture.arrives("copy.txt", RunFixture.text(1));

    assertThat(fixture.retrain().outcome()).isEqualTo(Outcome.NOTHING_NEW);
  }

  @Test
  void heldOutFilesAreNotTrainedOn() throws IOException {
    fixture.arrives("a.txt", RunFixture.text(1));
    fixture.arrives("b.txt", RunFixture.text(99));

    assertThatThrownBy(fixture::retrain)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("expected files that are not trained on, found")
        .hasMessageContaining("b.txt");
  }

  @Test
  void metricsOfOtherUnitsAreNotCompared() throws IOException {
    fixture = fixture.withData(RetrainSettings.Data.ALL);
    fixture = fixture.withStart(RetrainSettings.Start.SCRATCH);
    fixture.arrives("a.txt", RunFixture.text(1));
    fixture.retrain();
    fixture.arrives("b.txt", RunFixture.text(3));
    fixture = fixture.withUnit(CorpusSettings.Unit.WORD);

    assertThatThrownBy(fixture::retrain).hasMessageContaining("cannot be compared");
    assertThat(fixture.champion()).isEqualTo(1);
  }

  @Test
  void anotherHeldOutCorpusIsRefused() throws IOException {
    fixture.arrives("a.txt", RunFixture.text(1));
    fixture.retrain();
    fixture.arrives("b.txt", RunFixture.text(3));
    fixture.holdOut(RunFixture.text(98));

    assertThatThrownBy(fixture::retrain)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("retrain.held-out")
        .hasMessageContaining("the corpus that retraining 1 was decided with");
    fixture = fixture.withNewHeldOut();
    assertThat(fixture.retrain().number()).isEqualTo(2);
  }

  @Test
  void aDivergedChallengerFailsOnceAndTheChampionStays() throws IOException {
    fixture.arrives("a.txt", RunFixture.text(1));
    fixture.retrain();
    fixture.arrives("b.txt", RunFixture.text(3));
    fixture = fixture.withRun(run -> run.withLearningRate(1e38));

    assertThatThrownBy(fixture::retrain).hasMessageContaining("round 1");
    assertThat(fixture.verdict(2)).isEqualTo(RetrainingDecision.Verdict.FAILED);
    assertThat(fixture.champion()).isEqualTo(1);
    assertThatThrownBy(fixture::retrain)
        .as("not tried again")
        .hasMessageContaining("retraining 2 of this corpus with these settings failed");

    fixture = fixture.withRun(run -> run.withLearningRate(0.01));
    assertThat(fixture.retrain().number()).isEqualTo(3);
  }

  @Test
  void oneStoreHasOneRetrainingAtATime() throws IOException {
    fixture.arrives("a.txt", RunFixture.text(1));
    CommitFolder owned = fixture.store().folder();
    try (var claimed = new RunAttempts(owned).claim()) {
      assertThat(claimed.number()).isEqualTo(1);
      assertThatThrownBy(fixture::retrain)
          .isInstanceOf(RunInUseException.class)
          .hasMessageStartingWith("store " + owned.path() + " is in use by process ")
          .hasMessageEndingWith("; wait until it has ended, or stop it");
    }
    assertThat(fixture.retrain().outcome()).isEqualTo(Outcome.PROMOTED);
  }

  @Test
  void oldVersionsAndRunsAreDeleted() throws IOException {
    fixture = fixture.withKeep(2);
    fixture = fixture.withRun(run -> run.withEpochs(1));
    for (int night = 1; night <= 4; night++) {
      fixture.arrives("night" + night + ".txt", RunFixture.text(night));
      fixture.retrain();
    }

    assertThat(fixture.store().versions()).hasSizeLessThanOrEqualTo(4).contains(3L, 4L);
    try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
      assertThat(runs.map(Path::toString))
          .hasSize(2)
          .allMatch(run -> run.matches(".*/prose-[0-9a-f]{8}-00000[34]"));
    }
  }

  @Test
  void missingSettingsAreReported() throws IOException {
    UnfoldSettings settings = new RunFixture(folder).settings("runs");

    assertThatThrownBy(() -> new Retraining(settings, new Configuration()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("store.dir");
  }

  private String report(int night) throws IOException {
    return Files.readString(runOf(night).resolve("report.html"));
  }

  private Path runOf(int night) throws IOException {
    return Path.of(URI.create(fixture.store().open(night).provenance().get("run").toString()));
  }

  private static String shuffled(String text) {
    List<Integer> points = new ArrayList<>(text.codePoints().boxed().toList());
    Collections.shuffle(points, new Random(1));
    return points.stream().map(Character::toString).collect(Collectors.joining());
  }
}
