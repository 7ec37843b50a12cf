package dev.unfold.driver.store;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.driver.storage.AlreadyCommittedException;
import dev.unfold.driver.storage.Commit;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.NumberedCommits;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.model.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalLong;

/**
 * Numbered write-once records, each a JSON file in a commit of its own.
 *
 * @param <R> the record; two of them are equal if they say the same
 */
public final class RecordCommits<R extends Record & StoreRecord> {
  private final NumberedCommits commits;
  private final String file;
  private final TypeReference<R> type;

  /**
   * @param folder of the numbers
   * @param file name of the JSON file
   */
  public RecordCommits(CommitFolder folder, String file, TypeReference<R> type) {
    commits = new NumberedCommits(folder);
    this.file = file;
    this.type = type;
  }

  /** Ascending. */
  public List<Long> numbers() throws IOException {
    return commits.numbers();
  }

  /** The highest number. */
  public OptionalLong latest() throws IOException {
    return commits.latest();
  }

  /**
   * Commits a record; may be repeated if it fails.
   *
   * @throws AlreadyCommittedException if the number is taken by another record
   */
  public void commit(R value) throws IOException {
    try {
      commits.commit(
          value.number(),
          writer -> {
            try (OutputStream out = writer.create(file)) {
              out.write(Json.newMapper().writeValueAsBytes(value));
            }
          });
    } catch (AlreadyCommittedException e) {
      if (!read(value.number()).equals(value)) {
        throw e;
      }
    }
  }

  /**
   * Reads a record.
   *
   * @throws dev.unfold.driver.storage.CorruptCommitException if it is missing, torn or damaged
   * @throws ModelFormatException if it is foreign, or of a newer format
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

  /** Whether there is a record of that number. */
  public boolean has(long number) throws IOException {
    return commits.folder().exists(NumberedCommits.nameOf(number));
  }

  /** See {@link CommitFolder#sweepTemporaries}. */
  public void sweepTemporaries() throws IOException {
    commits.sweepTemporaries();
  }
}
