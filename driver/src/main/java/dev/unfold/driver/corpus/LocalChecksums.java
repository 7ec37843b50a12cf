package dev.unfold.driver.corpus;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The files in which Hadoop keeps the checksums of local files, each beside its file. It cannot
 * name that one where the name of the file has a colon, and so cannot read the file.
 */
public final class LocalChecksums {
  private static final String COLON = ":";

  private LocalChecksums() {}

  /** Whether a file can have one, if it is local. */
  static boolean arePossible(Path file) {
    return !file.getName().contains(COLON);
  }

  /** Returns settings with which all files can be read: without checksums where one has none. */
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
