package dev.unfold.driver.corpus;

import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.CorruptCommitException;
import dev.unfold.driver.storage.FileEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** The files of an encoded corpus as they are found; what is not as it was written is corrupt. */
public final class CorpusFiles {
  private final CommitFolder folder;
  private final Map<String, Long> sizes = new HashMap<>();

  /** Makes sense of the content of a file. */
  @FunctionalInterface
  public interface Parser<T> {
    /**
     * @param where the file, for messages
     * @throws IOException if the content makes no sense
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
   * @throws CorruptCommitException if it is missing or makes no sense
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
   * @param content bytes of its content
   * @throws CorruptCommitException if it is missing or has another size
   */
  public void requirePart(String name, long content) throws CorruptCommitException {
    long expected = PartFileFormat.size(content);
    Long found = sizes.get(name);
    if (found == null || found != expected) {
      throw corrupt(
          folder.pathOf(name)
              + (found == null ? " is missing" : " has " + found + " bytes")
              + ", expected "
              + expected
              + " bytes");
    }
  }

  /**
   * Requires that files belong to each other.
   *
   * @throws CorruptCommitException with the reason unless they do
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
