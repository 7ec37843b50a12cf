package dev.unfold.it;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The directory of a run in HDFS, accessed without the retries of a client. */
final class RunOnHdfs {
  private final FileSystem hdfs;
  private final Path directory;

  RunOnHdfs(FileSystem hdfs, String name) {
    this.hdfs = hdfs;
    directory = hdfs.makeQualified(new Path("/runs/" + name));
  }

  Path directory() {
    return directory;
  }

  /** Returns the content of a folder of the run; empty if the folder does not exist. */
  List<String> names(String folder) {
    try {
      return Arrays.stream(hdfs.listStatus(new Path(directory, folder)))
          .map(status -> status.getPath().getName())
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the temporary files that unfinished or killed commits have in a folder. */
  List<String> temporaries(String folder) {
    return names(folder).stream().filter(name -> name.startsWith(".tmp-")).toList();
  }

  /** Returns the highest number in a folder; -1 if there is none. */
  int newest(String folder) {
    return names(folder).stream()
        .filter(name -> name.matches("\\d+"))
        .mapToInt(Integer::parseInt)
        .max()
        .orElse(-1);
  }

  int newestCheckpoint() {
    return newest("checkpoints");
  }
}
