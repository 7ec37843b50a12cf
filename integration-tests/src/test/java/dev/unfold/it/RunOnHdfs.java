package dev.unfold.it;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A run's directory in HDFS, seen from outside and without a client's patience. */
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

  /** What a folder of the run has; nothing if there is no folder. */
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

  /** What commits under way, or killed, have in a folder. */
  List<String> temporaries(String folder) {
    return names(folder).stream().filter(name -> name.startsWith(".tmp-")).toList();
  }

  /** The highest number in a folder; -1 if there is none. */
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
