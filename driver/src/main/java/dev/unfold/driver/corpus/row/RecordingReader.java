package dev.unfold.driver.corpus.row;

import dev.unfold.driver.corpus.source.SourceBytes;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.row.Recording;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.Whitespace;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * Reads the recordings that rows name, on executors. A path is absolute, or relative to the folder
 * of the file of the table; a file whose name ends in {@code .gz} or {@code .bz2} is decompressed.
 */
final class RecordingReader implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The maximum number of bytes of a recording, which is read as a whole. */
  private static final int MAX_BYTES = 1 << 30;

  private static final Pattern ABSOLUTE =
      Pattern.compile("/.*|[A-Za-z][A-Za-z0-9+.-]*:/.*", Pattern.DOTALL);

  private final SerializedHadoopConfiguration shipped;
  private transient Configuration configuration;

  private RecordingReader(SerializedHadoopConfiguration shipped) {
    this.shipped = shipped;
  }

  /**
   * Creates a reader on the driver.
   *
   * @param inputs the columns, which may have no audio
   */
  static RecordingReader of(InputColumns inputs, Configuration configuration) {
    Configuration needed = inputs.hasAudio() ? configuration : new Configuration(false);
    return new RecordingReader(SerializedHadoopConfiguration.of(needed));
  }

  /**
   * Returns the recording that a value names or contains; any other value as it is.
   *
   * @param table the file of the table
   * @throws CorpusException if the recording does not exist, is too large or cannot be decompressed
   */
  Object read(String table, Object value) throws IOException {
    if (value instanceof byte[] bytes) {
      return new Recording("the bytes in the row", bytes);
    }
    Optional<SourceFile> named = find(table, value);
    if (named.isEmpty()) {
      return value;
    }
    SourceFile file = named.get();
    try (SourceBytes in = new SourceBytes(file, 0, file.size(), configuration())) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new CorpusException(
            file.path()
                + ": expected at most "
                + MAX_BYTES
                + " bytes, found more: cut it into parts");
      }
      return new Recording(file.path(), bytes);
    }
  }

  /** Returns the file that a value names, as it is now; empty if it is not a path. */
  Optional<SourceFile> find(String table, Object value) throws IOException {
    if (!(value instanceof String text) || Whitespace.isBlank(text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(file(table, text));
    } catch (StorageException e) {
      if (e.kind() == ErrorKind.STORAGE) {
        throw e;
      }
      boolean unknown = e.getCause() instanceof UnsupportedFileSystemException;
      throw new CorpusException(
          e.kind(),
          e.getMessage()
              + (unknown || e.kind() == ErrorKind.CONFIGURATION
                  ? "; copy the recording to a file system that Spark reads, such as file: or"
                      + " hdfs:, or add the library of this one to Spark"
                  : ""));
    } catch (CorpusException e) {
      if (text.equals(Whitespace.strip(text))) {
        throw e;
      }
      throw new CorpusException(
          e.kind(), e.getMessage() + "; there is white space around the path, \"" + text + '"');
    }
  }

  private SourceFile file(String table, String text) throws IOException {
    if (ABSOLUTE.matcher(text).matches()) {
      return SourceFiles.find(text, configuration());
    }
    String folder = table.substring(0, table.lastIndexOf('/') + 1);
    if (folder.isEmpty()) {
      throw new CorpusException(
          text + ": expected an absolute path, since the table is not in a file");
    }
    return relative(folder, text);
  }

  private SourceFile relative(String folder, String text) throws IOException {
    try {
      return SourceFiles.find(folder + text, configuration());
    } catch (CorpusException e) {
      throw new CorpusException(
          e.kind(),
          e.getMessage()
              + "; paths are relative to the folder of the file of the table, and absolute if the"
              + " table is not in files");
    }
  }

  private Configuration configuration() {
    if (configuration == null) {
      configuration = shipped.open();
    }
    return configuration;
  }
}
