package dev.unfold.driver.corpus.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;

/**
 * A path that may be a glob, in Hadoop's syntax. Each of its names is taken literally if there is a
 * file or folder of that name, and as a pattern only otherwise.
 *
 * @param path the absolute path with its scheme
 */
record PathPattern(FileSystemView tree, Path path, ListingFilter leftOut) {
  private static final String SPECIAL = "*?[]{}\\";

  /** Returns the files and folders that match the path. */
  List<FileSystemView.Entry> find() throws IOException {
    Optional<FileSystemView.Entry> literal = tree.find(path);
    if (literal.isPresent()) {
      return List.of(literal.get());
    }
    List<FileSystemView.Entry> all = new ArrayList<>();
    String pattern = path.toUri().getPath();
    if (!isSpecial(pattern)) {
      return all;
    }
    for (String alternative : GlobExpander.expand(pattern)) {
      all.addAll(find(alternative));
    }
    return all;
  }

  private List<FileSystemView.Entry> find(String alternative) throws IOException {
    Path root = new Path(path.toUri().getScheme(), path.toUri().getAuthority(), "/");
    List<FileSystemView.Entry> reached = tree.find(root).map(List::of).orElse(List.of());
    for (String name : alternative.split("/", -1)) {
      if (!name.isEmpty()) {
        List<FileSystemView.Entry> next = new ArrayList<>();
        for (FileSystemView.Entry folder : reached) {
          if (folder.isFolder()) {
            next.addAll(matches(folder, name));
          }
        }
        reached = next;
      }
    }
    return reached;
  }

  private List<FileSystemView.Entry> matches(FileSystemView.Entry folder, String name)
      throws IOException {
    Optional<FileSystemView.Entry> literal = tree.find(FileSystemView.child(folder.path(), name));
    if (literal.isPresent() || !isSpecial(name)) {
      return literal.map(List::of).orElse(List.of());
    }
    GlobFilter glob = new GlobFilter(name);
    return tree.children(
        folder,
        child ->
            glob.accept(FileSystemView.child(folder.path(), child))
                && !leftOut.skips(folder.path().toString(), child));
  }

  private static boolean isSpecial(String name) {
    return name.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
  }
}
