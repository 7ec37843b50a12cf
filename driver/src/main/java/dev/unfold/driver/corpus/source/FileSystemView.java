package dev.unfold.driver.corpus.source;

import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * A file system as seen by the listing of a corpus: the entry at a path, and the entries of a
 * folder.
 */
interface FileSystemView {
  /**
   * A file or folder.
   *
   * @param path the absolute path with its scheme
   * @param real the location after following all links; the same for all links to it
   */
  record Entry(Path path, String real, boolean isFolder, long size, long modified) {
    String name() {
      return path.getName();
    }

    SourceFile file() {
      return new SourceFile(path.toString(), size, modified);
    }
  }

  /**
   * Returns the entry at a path, if there is one.
   *
   * @throws CorpusException if it cannot be part of a corpus
   */
  Optional<Entry> find(Path path) throws IOException;

  /**
   * Returns the files and folders in a folder.
   *
   * @throws CorpusException if one of them cannot be part of a corpus
   */
  List<Entry> children(Entry folder, Filter filter) throws IOException;

  /** Selects files by name, before their attributes are read. */
  @FunctionalInterface
  interface Filter {
    boolean accepts(String name);
  }

  /** Returns the path of a name in a folder; the name may contain any characters. */
  static Path child(Path folder, String name) {
    String parent = folder.toUri().getPath();
    return new Path(
        folder.toUri().getScheme(),
        folder.toUri().getAuthority(),
        (parent.endsWith("/") ? parent : parent + "/") + name);
  }
}
