package dev.unfold.jobs.bench;

import dev.unfold.driver.storage.file.WriteAccessCheck;
import dev.unfold.jobs.process.SparkContexts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The option for the folder of the temporary files that a benchmark writes. */
final class FolderOption {
  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      defaultValue = "${sys:java.io.tmpdir}",
      showDefaultValue = Visibility.NEVER,
      description = {
        "Folder for temporary files; every executor must be able to access it.",
        "Default: the temporary folder of the JVM."
      })
  private String path;

  String path() {
    return path;
  }

  /**
   * Checks that the folder can be written.
   *
   * @param others other paths that the benchmark reads
   * @return the configuration of the file systems of all of them
   */
  Configuration requireWritable(List<String> others) throws IOException {
    List<String> paths = new ArrayList<>(others);
    paths.add(path);
    Configuration hadoop = SparkContexts.hadoop(paths);
    new WriteAccessCheck("--folder", hadoop).requireFolder(path);
    return hadoop;
  }
}
