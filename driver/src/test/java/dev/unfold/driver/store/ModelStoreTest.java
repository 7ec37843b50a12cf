package dev.unfold.driver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.RecordedLog;
import dev.unfold.driver.storage.commit.AlreadyCommittedException;
import dev.unfold.driver.storage.fs.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  private static final Configuration CONFIGURATION = new Configuration();
  @TempDir private Path folder;
  private ModelStore store;

  @BeforeEach
  void open() throws IOException {
    store = new ModelStore(folder.resolve("store").toString(), CONFIGURATION);
  }

  private void add(long... versions) throws IOException {
    for (long version : versions) {
      store.add(version, SmallModel.of(version));
    }
  }

  private long champion() throws IOException {
    return store.champion().orElseThrow().promotion().version();
  }

  @Test
  void anEmptyStoreHasNoChampion() throws IOException {
    assertThat(store.exists()).isFalse();
    assertThat(store.champion()).isEmpty();
    assertThatThrownBy(() -> store.rollback("why"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("a store without a champion");
  }

  @Test
  void theHighestPromotionDeterminesTheChampion() throws IOException {
    add(1, 2, 3);
    store.promote(2, "better");
    store.promote(1, "yet better");

    assertThat(champion()).isEqualTo(1);
    assertThat(store.champion().orElseThrow().model().read().parameters())
        .isEqualTo(SmallModel.read(1).parameters());
    assertThatThrownBy(() -> store.promote(1, "again"))
        .hasMessageContaining("version 1 is the champion");
    assertThatThrownBy(() -> store.promote(9, "what"))
        .hasMessageContaining("expected one of the versions [1, 2, 3], found 9");
  }

  @Test
  void ofTwoPromotionsOfANumberOneLosesAndARepetitionDoesNot() throws IOException {
    add(1, 2);
    Promotion first = Promotion.ofRetraining(1, 1, "first", "now");
    store.promote(first);
    store.promote(first);

    assertThatThrownBy(() -> store.promote(Promotion.ofRetraining(1, 2, "second", "now")))
        .isInstanceOf(AlreadyCommittedException.class);
    assertThat(champion()).isEqualTo(1);
  }

  @Test
  void rollbacksGoBackAndDeleteNothing() throws IOException {
    add(1, 2, 3);
    store.promote(1, "a");
    store.promote(2, "b");
    store.promote(3, "c");
    Duration first = rollback("3 is bad");
    assertThat(champion()).isEqualTo(2);

    Duration second = rollback("2 is bad too");
    assertThat(champion()).isEqualTo(1);
    assertThatThrownBy(() -> store.rollback("and 1"))
        .hasMessageContaining("there is no readable champion before version 1");

    store.promote(3, "it was good");
    Duration third = rollback("it was not");
    assertThat(champion()).isEqualTo(1);
    assertThat(store.promotions()).hasSize(7);
    assertThat(store.versions()).containsExactly(1L, 2L, 3L);
    assertThat(List.of(first, second, third))
        .as("a busy machine may delay some of them")
        .anyMatch(duration -> duration.compareTo(Duration.ofSeconds(5)) < 0);
  }

  private Duration rollback(String reason) throws IOException {
    long started = System.nanoTime();
    store.rollback(reason);
    return Duration.ofNanos(System.nanoTime() - started);
  }

  @Test
  void aDamagedVersionOrPromotionIsReplacedByItsPredecessor() throws IOException {
    add(1, 2);
    store.promote(1, "a");
    store.promote(2, "b");
    Files.writeString(folder.resolve("store/versions/000002/config.json"), "{}");
    assertThat(champion()).isEqualTo(1);

    assertThatThrownBy(() -> store.promote(1, "again")).hasMessageContaining("is the champion");
  }

  @Test
  void aRollbackSkipsADamagedVersionAndRetentionKeepsItsPredecessor() throws IOException {
    add(1, 2, 3, 4);
    store.promote(1, "a");
    store.promote(2, "b");
    store.promote(4, "c");
    Files.writeString(folder.resolve("store/versions/000002/config.json"), "{}");

    store.retain(2);

    assertThat(store.versions()).containsExactly(1L, 3L, 4L);
    assertThat(store.rollback("why").version()).isEqualTo(1);
  }

  @Test
  void retentionKeepsTheChampionAndItsPredecessor() throws IOException {
    add(1, 2, 3, 4, 5, 6);
    store.promote(1, "a");
    store.promote(3, "b");

    store.retain(2);

    assertThat(store.versions()).containsExactly(1L, 3L, 5L, 6L);
    assertThat(store.rollback("why").version()).isEqualTo(1);
  }

  @Test
  void retentionKeepsTheVersionsOfTheLastMicroBatchesOfStreams() throws IOException {
    add(1, 2, 3, 4, 5, 6, 7);
    store.promote(6, "a");
    BatchVersions scores = new BatchVersions(store, "scores");
    scores.record(0, 1);
    scores.record(1, 2);
    BatchVersions alarms = new BatchVersions(store, "alarms");
    alarms.record(7, 3);
    alarms.record(8, 4);
    Files.writeString(folder.resolve("store/streams/alarms/000008/batch.json"), "torn");

    store.retain(1);
    assertThat(store.versions()).containsExactly(2L, 3L, 6L, 7L);

    store.folder().child("streams").delete("scores");
    store.retain(1);
    assertThat(store.versions()).containsExactly(3L, 6L, 7L);
  }

  @Test
  void aVersionThatIsKeptNamesAllStreamsThatNeedIt() throws IOException {
    add(1, 2, 3);
    store.promote(3, "a");
    new BatchVersions(store, "alarms").record(0, 1);
    new BatchVersions(store, "scores").record(0, 1);
    try (RecordedLog log = new RecordedLog(Level.INFO)) {
      store.retain(1);
      assertThat(log.lines())
          .anyMatch(line -> line.contains("version 1 is kept for streams: alarms, scores"));
    }
  }

  @Test
  void theModelOfAStoreIsItsChampion() throws IOException {
    add(1, 2);
    String path = store.folder().path();
    assertThatThrownBy(() -> ModelResolver.open(path, CONFIGURATION))
        .hasMessageContaining("a store without a champion");

    store.promote(2, "a");

    assertThat(ModelResolver.open(path, CONFIGURATION).path()).isEqualTo(store.pathOf(2));
    assertThat(ModelResolver.open(store.pathOf(1), CONFIGURATION).path())
        .isEqualTo(store.pathOf(1));
  }

  @Test
  void theModelOfARunIsTheFinishedOneOrElseTheBestSoFar() throws IOException {
    add(1, 2);
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.createDirectory(run.resolve("best"));
    Files.move(folder.resolve("store/versions/000001"), run.resolve("best/000001"));
    assertThat(ModelResolver.open(run.toString(), CONFIGURATION).path())
        .endsWith("run/best/000001");

    Files.move(folder.resolve("store/versions/000002"), run.resolve("model"));

    assertThat(ModelResolver.open(run.toString(), CONFIGURATION).path()).endsWith("run/model");
  }

  @Test
  void nothingButANumberIsAVersion() throws IOException {
    add(1);
    Files.createDirectories(folder.resolve("store/versions/latest"));
    Files.createDirectories(folder.resolve("store/versions/.tmp-x"));

    assertThat(store.versions()).isEqualTo(List.of(1L));
  }
}
