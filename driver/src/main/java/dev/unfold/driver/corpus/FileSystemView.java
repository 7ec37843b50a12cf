package dev.unfold.driver.corpus;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file system as the listing of a corpus sees it: what is at a path, and what is in a folder. */
interface FileSystemView {
  /**
   * A file or folder.
   *
   * @param path absolute, with its scheme
   * @param real where it lies when all links are followed; the same for all links to it
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
   * Returns what is at a path, if anything is.
   *
   * @throws CorpusException if it can be no part of a corpus
   */
  Optional<Entry> find(Path path) throws IOException;

  /**
   * Returns the files and folders in a folder.
   *
   * @throws CorpusException if one can be no part of a corpus
   */
  List<Entry> children(Entry folder, Filter filter) throws IOException;

  /** Chooses by name, before anything else is asked of a file. */
  @FunctionalInterface
  interface Filter {
    boolean accepts(String name);
  }

  /** Opens the file system that a path is on. */
  static FileSystemView of(Path path, Configuration configuration) throws IOException {
    FileSystem files = path.getFileSystem(configuration);
    return files.getUri().getScheme().equals("file")
        ? new LocalFileSystemView()
        : new HadoopTree(files);
  }

  /** Returns a path in a folder, whatever characters the name has. */
  static Path child(Path folder, String name) {
    String parent = folder.toUri().getPath();
    return new Path(
        folder.toUri().getScheme(),
        folder.toUri().getAuthority(),
        (parent.endsWith("/") ? parent : parent + "/") + name);
  }

  /**
   * A file system of Hadoop's. It has no links.
   *
   * @param files the file system
   */
  record HadoopTree(FileSystem files) implements FileSystemView {
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
          path,
          path.toString(),
          status.isDirectory(),
          status.getLen(),
          status.getModificationTime());
    }
  }
}
