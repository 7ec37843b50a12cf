package dev.unfold.driver.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.report.RunReport;
import dev.unfold.driver.retraining.RetrainingSummary.Outcome;
import dev.unfold.driver.training.RunFixture;
import dev.unfold.worker.settings.RetrainSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class RetrainingTest extends TextRetraining {
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
    assertThat(report(2)).as("written again").contains("\"name\":\"version 1\"", better.reason());

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
    int before = fixture.store().open(1).read().config().shape().input().size();
    assertThat(fixture.store().open(2).read().config().shape().input().size())
        .isEqualTo(before + 1);
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

  private String report(int version) throws IOException {
    return Files.readString(runOf(version).resolve("report.html"));
  }

  private Path runOf(int version) throws IOException {
    return Path.of(URI.create(fixture.store().open(version).provenance().get("run").toString()));
  }

  private static String shuffled(String text) {
    List<Integer> points = new ArrayList<>(text.codePoints().boxed().toList());
    Collections.shuffle(points, new Random(1));
    return points.stream().map(Character::toString).collect(Collectors.joining());
  }
}
