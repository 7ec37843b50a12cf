package dev.unfold.jobs.process;

import dev.unfold.driver.storage.file.SingleFile;
import dev.unfold.driver.storage.file.TemporaryFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exit code of a command whose driver runs in the cluster, in a file for the launcher: YARN and
 * a standalone master report only success or failure.
 */
final class ExitCodeFile {
  private static final Logger LOG = LoggerFactory.getLogger(ExitCodeFile.class);

  /** The property with which the launcher names the file to the driver, one for each submission. */
  private static final String PROPERTY = "spark.unfold.exitCodeFile";

  private final String path;
  private final Configuration hadoop;

  ExitCodeFile(String path, Configuration hadoop) {
    this.path = path;
    this.hadoop = hadoop;
  }

  /** Returns the file for which the launcher waits, if there is one. */
  static Optional<ExitCodeFile> of(Properties properties) {
    return Optional.ofNullable(properties.getProperty(PROPERTY))
        .map(path -> new ExitCodeFile(path, HadoopSettings.complete(properties)));
  }

  /**
   * Writes the code, replacing that of an earlier attempt. On a file system that belongs to one
   * machine nothing is written, because the launcher would not find it. A failure is only logged:
   * the outcome of the command matters more.
   */
  void write(int code) {
    try {
      if (TemporaryFolder.isShared(path, hadoop)) {
        SingleFile file = SingleFile.open(path, hadoop);
        file.delete();
        file.write(out -> out.write(Integer.toString(code).getBytes(StandardCharsets.US_ASCII)));
      }
    } catch (IOException e) {
      LOG.warn("could not write the exit code {} for the launcher: {}", code, e.getMessage());
    }
  }

  /**
   * Reads the code and deletes the file; that it cannot be deleted is only logged.
   *
   * @throws IOException if the file does not exist
   */
  String take() throws IOException {
    SingleFile file = SingleFile.open(path, hadoop);
    String code;
    try (InputStream in = file.stream()) {
      code = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
    try {
      file.delete();
    } catch (IOException e) {
      LOG.warn("could not delete the exit code for the launcher: {}", e.getMessage());
    }
    return code;
  }
}
