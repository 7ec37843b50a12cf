package dev.unfold.driver.corpus.source;

import dev.unfold.driver.storage.fs.StorageErrors;
import dev.unfold.driver.storage.fs.StorageScheme;
import dev.unfold.worker.sequence.CorpusException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the files of a corpus, sorted by path. Folders are searched recursively; {@link
 * ListingFilter} determines which files are skipped. A file is listed once, under the first of its
 * paths, however often it is named and however many links refer to it.
 */
public final class SourceFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SourceFiles.class);
  private static final Pattern WITH_SCHEME =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*", Pattern.DOTALL);

  private final Configuration configuration;
  private final ListingFilter leftOut = new ListingFilter();
  private final TreeMap<String, FileSystemView.Entry> listed = new TreeMap<>();

  private SourceFiles(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * Lists the files that match paths.
   *
   * @param paths the files, folders or globs on any Hadoop file system
   * @throws CorpusException if one of them is missing, has no files, or cannot be listed
   */
  public static List<SourceFile> list(List<String> paths, Configuration configuration)
      throws IOException {
    return list(paths, configuration, true);
  }

  /**
   * Lists the files that match paths; there may be none.
   *
   * @param paths the files, folders or globs on any Hadoop file system
   * @throws CorpusException if one of them is missing or cannot be listed
   */
  public static List<SourceFile> listAny(List<String> paths, Configuration configuration)
      throws IOException {
    return list(paths, configuration, false);
  }

  private static List<SourceFile> list(
      List<String> paths, Configuration configuration, boolean some) throws IOException {
    if (paths.isEmpty()) {
      throw new CorpusException("no paths of text files are given");
    }
    SourceFiles files = new SourceFiles(configuration);
    for (String path : paths) {
      files.addPath(path, some);
    }
    files.leftOut.log();
    return files.distinct();
  }

  /**
   * Finds a file.
   *
   * @param path its path on any Hadoop file system
   * @throws CorpusException if it does not exist or cannot be read, or is a folder
   * @throws dev.unfold.driver.storage.fs.StorageException if its file system cannot be read
   */
  public static SourceFile find(String path, Configuration configuration) throws IOException {
    Optional<FileSystemView.Entry> found =
        StorageErrors.explain(
            "read",
            path,
            () -> {
              Path unqualified = path(path);
              FileSystem files = unqualified.getFileSystem(configuration);
              return view(files).find(files.makeQualified(unqualified));
            });
    if (found.isEmpty() || found.get().isFolder()) {
      throw new CorpusException(
          path + ": expected a file, found " + (found.isEmpty() ? "none" : "a folder"));
    }
    if (found.get().file().size() < 0) {
      throw new CorpusException(
          path
              + ": expected a file system that knows the sizes of its files, found one that does"
              + " not; copy the file to another one, such as file: or hdfs:");
    }
    return found.get().file();
  }

  /** Returns a path with its scheme, as the paths of files have it. */
  public static String qualified(String path, Configuration configuration) throws IOException {
    Path unqualified = path(path);
    return unqualified.getFileSystem(configuration).makeQualified(unqualified).toString();
  }

  /**
   * Compares files with their listing.
   *
   * @throws CorpusException if a file has changed
   */
  public static void requireUnchanged(List<SourceFile> files, Configuration configuration)
      throws IOException {
    for (SourceFile file : files) {
      new RawSourceFile(file, configuration).requireUnchanged();
    }
  }

  /**
   * Compares files with their listing.
   *
   * @return the files that have another size or modification time or no longer exist
   * @throws IOException if their file system cannot be read
   */
  public static List<SourceFile> changed(List<SourceFile> files, Configuration configuration)
      throws IOException {
    List<SourceFile> changed = new ArrayList<>();
    for (SourceFile file : files) {
      if (!new RawSourceFile(file, configuration).isUnchanged()) {
        changed.add(file);
      }
    }
    return changed;
  }

  private void addPath(String text, boolean some) throws CorpusException {
    try {
      boolean any = StorageErrors.explain("list", text, () -> addMatches(text));
      if (some && !any) {
        throw new CorpusException("no text files in " + text + leftOut.describe());
      }
    } catch (CorpusException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw e.getCause() instanceof CorpusException corpusError
          ? corpusError
          : new CorpusException(e.getMessage(), e);
    }
  }

  /**
   * Adds the files that a path or glob matches and returns whether there is any, including files
   * that were listed before.
   */
  private boolean addMatches(String text) throws IOException {
    Path unqualified = path(text);
    FileSystem files = unqualified.getFileSystem(configuration);
    Path path = files.makeQualified(unqualified);
    FileSystemView tree = view(files);
    List<FileSystemView.Entry> matches = new PathPattern(tree, path, leftOut).find();
    if (matches.isEmpty()) {
      throw new FileNotFoundException(text);
    }
    boolean any = false;
    for (FileSystemView.Entry entry : matches) {
      any |= add(tree, entry, new HashSet<>());
    }
    return any;
  }

  private static FileSystemView view(FileSystem files) {
    return StorageScheme.FILE.isOf(files)
        ? new LocalFileSystemView()
        : new HadoopFileSystemView(files);
  }

  /** Parses a path. A colon is part of the name unless it is between a scheme and a slash. */
  private static Path path(String text) {
    boolean relative = !text.startsWith("/") && !WITH_SCHEME.matcher(text).matches();
    return relative && !text.isEmpty() ? new Path(null, null, text) : new Path(text);
  }

  /**
   * @param above the locations of the folders above the entry
   */
  private boolean add(FileSystemView tree, FileSystemView.Entry entry, Set<String> above)
      throws IOException {
    if (!entry.isFolder()) {
      Compression.of(entry.path().toString());
      listed.put(entry.path().toString(), entry);
      return true;
    }
    if (!above.add(entry.real())) {
      throw new CorpusException(
          entry.path()
              + " is a folder that contains itself: remove the link that leads back, or name the"
              + " files");
    }
    String folder = entry.path().toString();
    boolean any = false;
    List<FileSystemView.Entry> children =
        StorageErrors.explain(
            "list", folder, () -> tree.children(entry, name -> !leftOut.skips(folder, name)));
    for (FileSystemView.Entry child : children) {
      any |= add(tree, child, above);
    }
    above.remove(entry.real());
    return any;
  }

  private List<SourceFile> distinct() {
    Map<String, String> paths = new HashMap<>();
    int repeated = 0;
    String example = "";
    for (Map.Entry<String, FileSystemView.Entry> entry : listed.entrySet()) {
      String first = paths.putIfAbsent(entry.getValue().real(), entry.getKey());
      if (first != null) {
        repeated++;
        example = entry.getKey() + " and " + first;
      }
    }
    if (repeated > 0) {
      LOG.warn(
          "{} files are reachable through several links and are read once, such as {}",
          repeated,
          example);
    }
    return listed.values().stream()
        .filter(entry -> paths.get(entry.real()).equals(entry.path().toString()))
        .map(FileSystemView.Entry::file)
        .toList();
  }
}
