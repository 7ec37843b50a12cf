package dev.unfold.driver.corpus.source;

import dev.unfold.driver.storage.fs.NativeFileNames;
import dev.unfold.driver.storage.fs.StorageErrors;
import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A view of the local file system. Hadoop's own listing silently skips files whose names it cannot
 * decode and dangling links; here both are errors.
 */
final class LocalFileSystemView implements FileSystemView {
  @Override
  public Optional<Entry> find(org.apache.hadoop.fs.Path path) throws IOException {
    Path local = NativeFileNames.path(path.toUri().getPath());
    return exists(local)
        ? Optional.ofNullable(entry(path, local, realPath(local)))
        : Optional.empty();
  }

  /** Returns whether a path exists, including as a dangling link. */
  private static boolean exists(Path local) throws IOException {
    try {
      Files.readAttributes(local, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      return false; // a name that is too long, or a file where the path has a folder
    }
  }

  @Override
  public List<Entry> children(Entry folder, Filter filter) throws IOException {
    List<Entry> children = new ArrayList<>();
    Path local = Path.of(folder.path().toUri().getPath());
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(local)) {
      for (Path child : stream) {
        String name = child.getFileName().toString();
        if (filter.accepts(name)) {
          org.apache.hadoop.fs.Path path = FileSystemView.child(folder.path(), name);
          if (!NativeFileNames.isExpressible(child)) {
            throw new CorpusException(NativeFileNames.inexpressible(path.toString()));
          }
          Entry entry = entry(path, child, Path.of(folder.real()).resolve(name).toString());
          if (entry != null) {
            children.add(entry);
          }
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return children;
  }

  /**
   * @param real the location of the path if it is not a link
   * @return the entry; null if it was deleted since it was listed
   */
  private static Entry entry(org.apache.hadoop.fs.Path path, Path local, String real)
      throws IOException {
    boolean link = Files.isSymbolicLink(local);
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(local, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      if (!link) {
        return null;
      }
      throw new CorpusException(
          path + " is a link to " + Files.readSymbolicLink(local) + ", which does not exist", e);
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      throw link ? new CorpusException(path + " is a link that leads to itself", e) : e;
    }
    if (attributes.isOther()) {
      throw new CorpusException(
          path + ": expected a file or folder, found a pipe, a socket or a device");
    }
    StorageErrors.explainStep("read", path.toString(), () -> requireReadable(local));
    return new Entry(
        path,
        link ? realPath(local) : real,
        attributes.isDirectory(),
        attributes.isDirectory() ? 0 : attributes.size(),
        attributes.lastModifiedTime().toMillis());
  }

  private static void requireReadable(Path local) throws AccessDeniedException {
    if (!Files.isReadable(local)) {
      throw new AccessDeniedException(local.toString());
    }
  }

  /** Returns the path with links followed, or the path itself if it does not exist. */
  private static String realPath(Path local) throws IOException {
    return Files.exists(local) ? local.toRealPath().toString() : local.toString();
  }
}
