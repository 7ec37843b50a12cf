package dev.unfold.driver.corpus.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A Hadoop file system, which has no links.
 *
 * @param files the file system
 */
record HadoopFileSystemView(FileSystem files) implements FileSystemView {
  @Override
  public Optional<Entry> find(Path path) throws IOException {
    try {
      return Optional.of(entry(files.getFileStatus(path)));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<Entry> children(Entry folder, Filter filter) throws IOException {
    List<Entry> children = new ArrayList<>();
    for (FileStatus status : files.listStatus(folder.path())) {
      if (filter.accepts(status.getPath().getName())) {
        children.add(entry(status));
      }
    }
    return children;
  }

  private Entry entry(FileStatus status) {
    Path path = files.makeQualified(status.getPath());
    return new Entry(
        path, path.toString(), status.isDirectory(), status.getLen(), status.getModificationTime());
  }
}
