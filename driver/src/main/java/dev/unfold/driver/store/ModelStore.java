package dev.unfold.driver.store;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.storage.commit.AlreadyCommittedException;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CommitWriter;
import dev.unfold.driver.storage.commit.CorruptCommitException;
import dev.unfold.driver.storage.commit.NumberedCommits;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions of a model: write-once folders {@code versions/000001}, …, and {@code
 * promotions/000001}, …. The highest promotion that verifies, and whose version verifies,
 * determines the champion. Nothing is overwritten: of two concurrent promotions one fails, and
 * readers see either the old champion or the new one.
 */
public final class ModelStore {
  private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);
  private static final String VERSIONS = "versions";
  private static final String PROMOTIONS = "promotions";

  private final CommitFolder folder;
  private final NumberedCommits versions;
  private final CommittedRecords<Promotion> promotions;

  /** The champion, and the promotion by which it became the champion. */
  public record Champion(Promotion promotion, ModelFolder model) {}

  /**
   * Opens a store, which may be empty, without changing it.
   *
   * @param path the path of its folder
   * @throws IOException if it is on a file system that cannot commit
   */
  public ModelStore(String path, Configuration configuration) throws IOException {
    this(CommitFolder.open(path, configuration));
  }

  /** Opens a store in a folder, which may be empty, without changing it. */
  public ModelStore(CommitFolder folder) {
    this.folder = folder;
    versions = new NumberedCommits(folder.child(VERSIONS));
    promotions =
        new CommittedRecords<>(
            folder.child(PROMOTIONS), "promotion.json", new TypeReference<Promotion>() {});
  }

  /** Returns the folder of the store. */
  public CommitFolder folder() {
    return folder;
  }

  /** Returns whether a version was ever added. */
  public boolean exists() throws IOException {
    return folder.exists(VERSIONS);
  }

  /** Returns the numbers of its versions, ascending. */
  public List<Long> versions() throws IOException {
    return versions.numbers();
  }

  /** Returns the absolute path of a version. */
  public String pathOf(long version) {
    return versions.folder().pathOf(NumberedCommits.nameOf(version));
  }

  /**
   * Opens a version after comparing its files with their checksums.
   *
   * @throws CorruptCommitException if it is missing, incomplete or damaged
   */
  public ModelFolder open(long version) throws IOException {
    return ModelFolder.of(versions.open(version));
  }

  /**
   * Adds a version; may be repeated if it fails.
   *
   * @param number the number of the version
   * @throws AlreadyCommittedException if there is another version with this number
   */
  public void add(long number, CommitWriter.Filler model) throws IOException {
    versions.commit(number, model);
  }

  /** Returns all readable promotions in ascending order. */
  public List<Promotion> promotions() throws IOException {
    List<Promotion> read = new ArrayList<>();
    for (long number : promotions.numbers()) {
      promotions.find(number).ifPresent(read::add);
    }
    return read;
  }

  /** Returns the number of the last promotion, readable or not; 0 before the first. */
  public long lastPromotion() throws IOException {
    return promotions.latest().orElse(0);
  }

  /**
   * Returns the champion; empty before the first promotion.
   *
   * @throws StorageException if there are promotions, but none with a readable version
   */
  public Optional<Champion> champion() throws IOException {
    while (true) {
      OptionalLong newest = promotions.latest();
      Optional<Champion> champion = championUpTo(newest.orElse(0));
      if (champion.isPresent() || newest.isEmpty()) {
        return champion;
      }
      if (promotions.latest().equals(newest)) {
        throw new StorageException(
            folder + ": no promotion has a version that can be read; restore one of " + versions());
      }
    }
  }

  /**
   * Returns the champion of a store that must have one.
   *
   * @throws StorageException if it has none
   */
  public Champion requireChampion() throws IOException {
    return champion()
        .orElseThrow(
            () ->
                noChampion(folder + " is a store without a champion: no version was promoted yet"));
  }

  /** Returns the champion by the highest readable promotion up to a number. */
  private Optional<Champion> championUpTo(long number) throws IOException {
    List<Long> numbers = promotions.numbers();
    for (int i = numbers.size() - 1; i >= 0; i--) {
      Optional<Promotion> promotion =
          numbers.get(i) <= number ? promotions.find(numbers.get(i)) : Optional.empty();
      if (promotion.isPresent()) {
        try {
          return Optional.of(new Champion(promotion.get(), open(promotion.get().version())));
        } catch (CorruptCommitException e) {
          LOG.warn("{}; trying the previous promotion", e.getMessage());
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Makes a version the champion; may be repeated if it fails.
   *
   * @param promotion the promotion, whose number must be one above the last known one
   * @throws AlreadyCommittedException if another promotion came first
   */
  public void promote(Promotion promotion) throws IOException {
    open(promotion.version());
    promotions.commit(promotion);
  }

  /**
   * Makes a version the champion on request.
   *
   * @throws StorageException if there is no such version, or it is the champion
   */
  public Promotion promote(long version, String reason) throws IOException {
    if (!versions().contains(version)) {
      throw new StorageException(
          ErrorKind.USAGE,
          folder + ": expected one of the versions " + versions() + ", found " + version);
    }
    long number = lastPromotion() + 1; // read before the champion, which the new promotion follows
    Optional<Champion> champion = champion();
    if (champion.isPresent() && champion.get().promotion().version() == version) {
      throw new StorageException(
          ErrorKind.USAGE, folder + ": version " + version + " is the champion");
    }
    Promotion promotion = Promotion.byHand(number, version, reason, Instant.now().toString());
    promote(promotion);
    return promotion;
  }

  private static StorageException noChampion(String message) {
    return new StorageException(ErrorKind.USAGE, message);
  }

  /**
   * Restores the champion before the current one; when repeated, the one before that.
   *
   * @throws StorageException if there is no readable earlier champion
   */
  public Promotion rollback(String reason) throws IOException {
    long number = lastPromotion() + 1; // before the champion is looked at, which it follows
    Champion champion = requireChampion();
    Promotion to =
        rollbackTarget(champion.promotion())
            .orElseThrow(
                () ->
                    noChampion(
                        folder
                            + ": there is no readable champion before version "
                            + champion.promotion().version()));
    Promotion promotion = Promotion.rollback(number, to, reason, Instant.now().toString());
    promote(promotion);
    return promotion;
  }

  /**
   * Returns the promotion that a rollback restores: the latest one of another version that
   * verifies.
   */
  private Optional<Promotion> rollbackTarget(Promotion champion) throws IOException {
    long base = champion.base();
    while (base > 0) {
      Optional<Promotion> earlier = promotions.find(base);
      if (earlier.isPresent()
          && earlier.get().version() != champion.version()
          && verifies(earlier.get().version())) {
        return earlier;
      }
      base = earlier.map(Promotion::base).orElse(base - 1);
    }
    return Optional.empty();
  }

  /** Returns whether a version exists and is complete. */
  public boolean verifies(long version) throws IOException {
    try {
      open(version);
      return true;
    } catch (CorruptCommitException e) {
      LOG.warn("skipping version {}: {}", version, e.getMessage());
      return false;
    }
  }

  /**
   * Deletes the oldest versions, except the champion, the version that a rollback would restore,
   * and those that read the last micro-batch of a streaming query, which it may repeat.
   *
   * @param keep the number of newest versions that are kept in any case
   */
  public void retain(int keep) throws IOException {
    List<Long> numbers = versions();
    Set<Long> needed = new HashSet<>();
    Optional<Champion> champion = champion();
    if (champion.isPresent()) {
      needed.add(champion.get().promotion().version());
      rollbackTarget(champion.get().promotion()).ifPresent(target -> needed.add(target.version()));
    }
    SortedMap<Long, List<String>> ofStreams = new StreamRecords(folder).lastVersions();
    for (long old : numbers.subList(0, Math.max(0, numbers.size() - keep))) {
      if (!needed.contains(old) && ofStreams.containsKey(old)) {
        LOG.info(
            "{}: version {} is kept for streams: {}",
            folder,
            old,
            String.join(", ", ofStreams.get(old)));
      } else if (!needed.contains(old)) {
        versions.delete(old);
        LOG.info("{}: version {} was deleted, store.keep is {}", folder, old, keep);
      }
    }
  }

  /**
   * Deletes the remains of commits that never completed. Only the owner of the store may call this;
   * a concurrent manual operation fails and may be repeated.
   */
  public void sweepTemporaries() throws IOException {
    versions.sweepTemporaries();
    promotions.sweepTemporaries();
    folder.sweepTemporaries();
  }
}
