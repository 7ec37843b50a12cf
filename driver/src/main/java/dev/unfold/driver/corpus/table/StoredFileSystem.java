package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.storage.fs.StorageErrors;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file system for a library that opens files itself: its failures are {@link
 * dev.unfold.driver.storage.fs.StorageException}s, as those of {@link StoredBytes}.
 */
final class StoredFileSystem extends FilterFileSystem {
  /** The prefix of the key of the class of the file system itself. */
  private static final String ORIGINAL = "unfold.stored.";

  /** The file whose status was read last, since libraries ask for it before they open a file. */
  private FileStatus last;

  /** Creates the file system; Hadoop calls this. */
  StoredFileSystem() {}

  /** Returns a configuration with which files are opened by this class. */
  static Configuration over(List<SourceFile> files, Configuration configuration) {
    Configuration stored = new Configuration(configuration);
    files.stream()
        .map(file -> new Path(file.path()).toUri().getScheme())
        .distinct()
        .forEach(
            scheme -> {
              for (String key : List.of(implementation(scheme), uncached(scheme))) {
                stored.set(ORIGINAL + key, configuration.get(key, ""));
              }
              stored.setClass(implementation(scheme), StoredFileSystem.class, FileSystem.class);
              stored.setBoolean(uncached(scheme), true);
            });
    return stored;
  }

  private static String implementation(String scheme) {
    return "fs." + scheme + ".impl";
  }

  private static String uncached(String scheme) {
    return implementation(scheme) + ".disable.cache";
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    Configuration original = new Configuration(configuration);
    String scheme = name.getScheme();
    for (String key : List.of(implementation(scheme), uncached(scheme))) {
      String value = configuration.get(ORIGINAL + key, "");
      if (value.isEmpty()) {
        original.unset(key);
      } else {
        original.set(key, value);
      }
    }
    fs = StorageErrors.explain("read", name.toString(), () -> FileSystem.get(name, original));
    super.initialize(name, configuration);
  }

  @Override
  public FSDataInputStream open(Path path, int buffer) throws IOException {
    FileStatus known = last;
    boolean same = known != null && known.getPath().equals(makeQualified(path));
    long length = same ? known.getLen() : getFileStatus(path).getLen();
    return new FSDataInputStream(StoredBytes.open(path.toString(), length, () -> fs.open(path)));
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    last = StorageErrors.explain("read", path.toString(), () -> fs.getFileStatus(path));
    return last;
  }

  /** Leaves the file system open, which others share. */
  @Override
  public void close() {}
}
