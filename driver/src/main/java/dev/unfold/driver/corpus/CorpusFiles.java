package dev.unfold.driver.corpus;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CorruptCommitException;
import dev.unfold.driver.storage.fs.FileEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * The files of an encoded corpus. A file that differs from what was written makes the corpus
 * corrupt.
 */
public final class CorpusFiles {
  private final CommitFolder folder;
  private final Map<String, Long> sizes = new HashMap<>();

  /** Parses the content of a file. */
  @FunctionalInterface
  public interface Parser<T> {
    /**
     * Parses the content of a file.
     *
     * @param where the file, for messages
     * @throws IOException if the content is not valid
     */
    T parse(String where, InputStream in) throws IOException;
  }

  /** Lists the files of a folder. */
  public CorpusFiles(CommitFolder folder) throws IOException {
    this.folder = folder;
    for (FileEntry entry : folder.list()) {
      sizes.put(entry.name(), entry.size());
    }
  }

  /**
   * Reads and parses a file. A file that cannot be read is distinguished from one that is not
   * valid.
   *
   * @throws CorruptCommitException if it is missing or not valid
   * @throws IOException if it cannot be read
   */
  public <T> T read(String name, Parser<T> parser) throws IOException {
    if (!sizes.containsKey(name)) {
      throw corrupt(folder.pathOf(name) + " is missing");
    }
    byte[] content;
    try (InputStream in = folder.read(name)) {
      content = in.readAllBytes();
    }
    try {
      return parser.parse(folder.pathOf(name), new ByteArrayInputStream(content));
    } catch (IOException e) {
      throw corrupt(folder.pathOf(name) + " is damaged: " + e.getMessage());
    }
  }

  /**
   * Requires a part file.
   *
   * @param content the number of bytes of its content
   * @throws CorruptCommitException if it is missing or has another size
   */
  public void requirePart(String name, long content) throws CorruptCommitException {
    long expected = PartFileFormat.size(content);
    Long actual = sizes.get(name);
    if (actual == null || actual != expected) {
      throw corrupt(
          folder.pathOf(name)
              + (actual == null ? " is missing" : " has " + actual + " bytes")
              + ", expected "
              + expected
              + " bytes");
    }
  }

  /**
   * Requires that files are consistent with each other.
   *
   * @throws CorruptCommitException with the reason if they are not
   */
  public void require(boolean consistent, String reason) throws CorruptCommitException {
    if (!consistent) {
      throw corrupt(folder + ": " + reason);
    }
  }

  private static CorruptCommitException corrupt(String reason) {
    return new CorruptCommitException("the encoded corpus cannot be used: " + reason);
  }
}
