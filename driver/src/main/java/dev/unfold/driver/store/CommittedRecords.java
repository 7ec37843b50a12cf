package dev.unfold.driver.store;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.driver.storage.commit.AlreadyCommittedException;
import dev.unfold.driver.storage.commit.Commit;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CorruptCommitException;
import dev.unfold.driver.storage.commit.NumberedCommits;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.model.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbered write-once records, each a JSON file in its own commit.
 *
 * @param <R> the type of the records, which must implement equality by content
 */
public final class CommittedRecords<R extends Record & StoreRecord> {
  private static final Logger LOG = LoggerFactory.getLogger(CommittedRecords.class);

  private final NumberedCommits commits;
  private final String file;
  private final TypeReference<R> type;

  /**
   * @param folder the folder of the numbered commits
   * @param file the name of the JSON file
   */
  public CommittedRecords(CommitFolder folder, String file, TypeReference<R> type) {
    commits = new NumberedCommits(folder);
    this.file = file;
    this.type = type;
  }

  /** Returns the numbers of all records, ascending. */
  public List<Long> numbers() throws IOException {
    return commits.numbers();
  }

  /** Returns the highest number. */
  public OptionalLong latest() throws IOException {
    return commits.latest();
  }

  /**
   * Commits a record; may be repeated if it fails.
   *
   * @throws AlreadyCommittedException if the number is taken by another record
   */
  public void commit(R value) throws IOException {
    byte[] content = Json.writer().writeValueAsBytes(value);
    commits.commit(
        value.number(),
        writer -> {
          try (OutputStream out = writer.create(file)) {
            out.write(content);
          }
        });
  }

  /**
   * Reads a record.
   *
   * @throws CorruptCommitException if it is missing, incomplete or damaged
   * @throws ModelFormatException if it is not such a record, or has a newer format
   */
  public R read(long number) throws IOException {
    Commit commit = commits.open(number);
    String where = commit.folder().pathOf(file);
    R value;
    try (InputStream in = commit.read(file)) {
      value = Json.read(where, in, type);
    }
    if (!StoreRecord.CURRENT.reads(value.formatVersion()) || value.number() != number) {
      throw new ModelFormatException(
          where,
          "number " + number + " in format " + StoreRecord.CURRENT,
          "number " + value.number() + " in format " + value.formatVersion());
    }
    return value;
  }

  /**
   * Returns the record of a number, if there is one that can be read; an unreadable one is logged
   * and skipped.
   */
  public Optional<R> find(long number) throws IOException {
    if (!has(number)) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(number));
    } catch (CorruptCommitException | ModelFormatException e) {
      LOG.warn("{}; it is skipped", e.getMessage());
      return Optional.empty();
    }
  }

  /** Returns whether there is a record with the given number. */
  public boolean has(long number) throws IOException {
    return commits.folder().exists(NumberedCommits.nameOf(number));
  }

  /** Deletes the record of a number and returns whether it existed. */
  public boolean delete(long number) throws IOException {
    return commits.delete(number);
  }

  /** Deletes temporary folders; see {@link CommitFolder#sweepTemporaries}. */
  public void sweepTemporaries() throws IOException {
    commits.sweepTemporaries();
  }
}
