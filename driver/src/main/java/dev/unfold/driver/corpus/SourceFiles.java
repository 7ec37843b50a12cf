package dev.unfold.driver.corpus;

import dev.unfold.driver.storage.StorageErrors;
import dev.unfold.driver.storage.StorageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the files of a corpus, sorted by path, each once. Folders are searched to the bottom; names
 * that begin with a dot or an underscore are left out there, and where a glob finds them.
 */
public final class SourceFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SourceFiles.class);

  private final Configuration configuration;
  private final TreeMap<String, SourceFile> found = new TreeMap<>();
  private int leftOut;

  private SourceFiles(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * @param paths files, folders or globs on any Hadoop file system
   * @throws CorpusException if one of them is missing, has no files, or cannot be listed
   */
  public static List<SourceFile> list(List<String> paths, Configuration configuration)
      throws IOException {
    SourceFiles files = new SourceFiles(configuration);
    for (String path : paths) {
      try {
        int before = files.found.size();
        boolean known = StorageErrors.explain("list", path, () -> files.add(path));
        if (!known && files.found.size() == before) {
          throw new CorpusException("no text files in " + path);
        }
      } catch (StorageException | IllegalArgumentException e) {
        throw new CorpusException(e.getMessage(), e);
      }
    }
    if (files.found.isEmpty()) {
      throw new CorpusException("no paths of text are given");
    }
    if (files.leftOut > 0) {
      LOG.info("left out {} files and folders whose names begin with . or _", files.leftOut);
    }
    return List.copyOf(files.found.values());
  }

  /**
   * Lists files again.
   *
   * @throws CorpusException if one is not what it was
   */
  public static void requireUnchanged(List<SourceFile> files, Configuration configuration)
      throws IOException {
    List<SourceFile> now = list(files.stream().map(SourceFile::path).toList(), configuration);
    for (int i = 0; i < files.size(); i++) {
      if (!files.get(i).equals(now.get(i))) {
        throw new CorpusException(
            files.get(i).path()
                + " changed while it was read: expected "
                + files.get(i)
                + ", found "
                + now.get(i));
      }
    }
  }

  /**
   * Lists files again.
   *
   * @return those that are not what they were: of another size or time, or not there any more
   * @throws IOException if their file system cannot say
   */
  public static List<SourceFile> changed(List<SourceFile> files, Configuration configuration)
      throws IOException {
    List<SourceFile> changed = new ArrayList<>();
    for (SourceFile file : files) {
      if (!StorageErrors.explain("look up", file.path(), () -> isAsListed(file, configuration))) {
        changed.add(file);
      }
    }
    return changed;
  }

  private static boolean isAsListed(SourceFile file, Configuration configuration)
      throws IOException {
    Path path = new Path(file.path());
    try {
      FileStatus now = path.getFileSystem(configuration).getFileStatus(path);
      return now.getLen() == file.size() && now.getModificationTime() == file.modified();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** Whether it led to a file, perhaps one that was listed before. */
  private boolean add(String text) throws IOException {
    Path path = new Path(text);
    FileSystem files = path.getFileSystem(configuration);
    try {
      return add(files, files.getFileStatus(files.makeQualified(path)));
    } catch (FileNotFoundException e) {
      FileStatus[] matches = files.globStatus(path);
      if (matches == null || matches.length == 0) {
        throw e;
      }
      boolean any = false;
      for (FileStatus match : matches) {
        if (!leavesOut(match)) {
          any |= add(files, match);
        }
      }
      return any;
    }
  }

  private boolean add(FileSystem files, FileStatus status) throws IOException {
    String path = files.makeQualified(status.getPath()).toString();
    if (!status.isDirectory()) {
      found.put(path, new SourceFile(path, status.getLen(), status.getModificationTime()));
      return true;
    }
    boolean any = false;
    for (FileStatus child : files.listStatus(status.getPath())) {
      if (!leavesOut(child)) {
        any |= add(files, child);
      }
    }
    return any;
  }

  private boolean leavesOut(FileStatus status) {
    String name = status.getPath().getName();
    boolean hidden = name.startsWith(".") || name.startsWith("_");
    leftOut += hidden ? 1 : 0;
    return hidden;
  }
}
