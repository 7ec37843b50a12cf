package dev.unfold.driver.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.retraining.RetrainingSummary.Outcome;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.lease.RunAttempts;
import dev.unfold.driver.storage.lease.RunInUseException;
import dev.unfold.driver.training.RunFixture;
import dev.unfold.driver.training.StopAfterListener;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.RetrainSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Retrainings that are stopped, void, refused or failed, and what becomes of the champion. */
class RetrainingDecisionTest extends TextRetraining {
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

  /** The champion predicts unknown tokens, which nearly all are to it. */
  @Test
  void aSmallVocabularyDoesNotHelpInRanks() throws IOException {
    fixture = fixture.withData(RetrainSettings.Data.ALL).withMetric(Metric.RECALL_AT_K);
    fixture = fixture.withStart(RetrainSettings.Start.SCRATCH).withVocabulary(3);
    fixture = fixture.withRun(run -> run.withEpochs(1));
    fixture.arrives("a.txt", RunFixture.text(1));
    fixture.retrain();
    fixture = fixture.withVocabulary(0);
    fixture.arrives("b.txt", RunFixture.text(3));

    RetrainingSummary result = fixture.retrain();

    assertThat(result.outcome()).as(result.reason()).isEqualTo(Outcome.PROMOTED);
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
}
