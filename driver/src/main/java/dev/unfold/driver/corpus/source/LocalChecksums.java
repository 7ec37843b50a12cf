package dev.unfold.driver.corpus.source;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The files in which Hadoop stores the checksums of local files, next to each file. Hadoop cannot
 * form their names if the name of the file contains a colon, and therefore cannot read such a file.
 */
public final class LocalChecksums {
  private static final String COLON = ":";

  private LocalChecksums() {}

  /** Returns whether a file can have a checksum file if it is local. */
  static boolean arePossible(Path file) {
    return !file.getName().contains(COLON);
  }

  /**
   * Returns a configuration with which all files can be read: without checksums if a file cannot
   * have one.
   */
  public static Configuration possibleFor(List<SourceFile> files, Configuration configuration) {
    boolean possible =
        files.stream().map(file -> new Path(file.path())).allMatch(LocalChecksums::arePossible);
    if (possible) {
      return configuration;
    }
    Configuration raw = new Configuration(configuration);
    raw.setClass("fs.file.impl", RawLocalFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
    raw.setBoolean("fs.file.impl.disable.cache", true);
    return raw;
  }
}
