package dev.unfold.driver.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.unfold.driver.monitoring.EventReader.Event;
import dev.unfold.driver.training.EpochSummary;
import dev.unfold.driver.training.RoundSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkEventLogTest {
  @TempDir private Path folder;

  /** The check value of the algorithm from the CRC catalogs. */
  @Test
  void theReaderVerifiesTheChecksum() {
    assertThat(EventReader.checksum("123456789".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(0xE3069283);
  }

  @Test
  void roundsAndEpochsAreStepsOfAGrowingFile() throws IOException {
    double before = System.currentTimeMillis() / 1e3;
    try (TensorBoardLog log = open(folder)) {
      assertThat(folder).isEmptyDirectory();
      log.roundFinished(round(7, 2.5));
      assertThat(events()).hasSize(3);
      log.roundFinished(round(300, 1.25));
      log.epochFinished(epoch(300));

      List<Event> events = events();
      assertThat(events).hasSize(5);
      assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
      assertThat(events.get(1).sessionStart()).isTrue();
      assertThat(events).extracting(Event::step).containsExactly(0L, 7L, 7L, 300L, 300L);
      assertThat(events)
          .allSatisfy(
              event ->
                  assertThat(event.wallTime())
                      .isBetween(before, System.currentTimeMillis() / 1e3 + 1));
      assertThat(events.get(3).scalars())
          .containsEntry("train/loss", 1.25f)
          .containsEntry("train/gradientNorm", 0.5f)
          .containsEntry("train/learningRate", 0.002f)
          .containsEntry("train/targetsPerSecond", 1e6f)
          .containsEntry("train/epoch", 3f)
          .containsEntry("train/epochsDone", 2.25f)
          .containsEntry("train/excludedShards", 1f)
          .containsEntry("train/excludedTargets", 4800f)
          .hasSize(8);
      assertThat(events.get(4).scalars())
          .isEqualTo(
              Map.of(
                  "train/epochLoss", 1.5f,
                  "train/epochSeconds", 125f,
                  "validation/loss", 2f,
                  "validation/macroF1", 0.75f));
    }
    assertThat(events()).hasSize(5);
    assertThat(EventReader.files(folder).get(0).getFileName().toString())
        .matches("events\\.out\\.tfevents\\.\\d{10}\\..*");
  }

  @Test
  void aResumedRunStartsAFileThatSupersedesLaterSteps() throws IOException {
    for (int first : new int[] {1, 4}) {
      try (TensorBoardLog log = open(folder)) {
        for (int round = first; round < first + 5; round++) {
          log.roundFinished(round(round, 1));
        }
      }
    }
    List<Path> files = EventReader.files(folder);
    assertThat(files).hasSize(2);
    Event start = EventReader.read(files.get(1)).get(1);
    assertThat(start.sessionStart()).isTrue();
    assertThat(start.step()).isEqualTo(4);
  }

  @Test
  void aLossThatIsNoNumberIsWrittenAsSuch() throws IOException {
    try (TensorBoardLog log = open(folder)) {
      log.roundFinished(round(1, Double.NaN));
    }
    assertThat(events().get(2).scalars().get("train/loss")).isNaN();
  }

  @ParameterizedTest
  @ValueSource(strings = {"occupied/tensorboard", "nowhere://host/tensorboard", ":"})
  void aFolderThatCannotBeWrittenDoesNotStopTraining(String where) throws IOException {
    Files.writeString(folder.resolve("occupied"), "a file");
    String path = where.contains(":") ? where : folder.resolve(where).toString();
    assertThatCode(
            () -> {
              try (TensorBoardLog log = new TensorBoardLog(path, new Configuration())) {
                log.roundFinished(round(1, 1));
                log.epochFinished(epoch(1));
              }
            })
        .doesNotThrowAnyException();
    assertThat(folder).isDirectoryContaining("glob:**/occupied");
    assertThat(EventReader.files(folder)).hasSize(1);
  }

  private static TensorBoardLog open(Path folder) {
    return new TensorBoardLog(folder.toString(), new Configuration());
  }

  private List<Event> events() throws IOException {
    return EventReader.read(EventReader.files(folder).get(0));
  }

  private static RoundSummary round(long round, double loss) {
    return new RoundSummary(round, 3, 5, 25, 100, loss, 1000, 1, 4800, 0.002, 0.5, 1e6);
  }

  private static EpochSummary epoch(long round) {
    Map<String, Double> validation = Map.of("loss", 2.0, "macroF1", 0.75);
    return new EpochSummary(3, round, 1.5, validation, Map.of(), 0.002, 4800, true, 125);
  }
}
