package dev.unfold.driver.storage.fs;

import dev.unfold.worker.error.ErrorKind;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The operations on the local file system, without Hadoop's checksum files. Streams are not
 * interruptible channels, because an interrupted thread must not lose the file that it writes.
 */
public final class LocalCommitFileSystem implements CommitFileSystem {
  private static final int BUFFER_BYTES = 1 << 16;

  /** How often a folder is deleted into which others write meanwhile. */
  private static final int MAX_DELETIONS = 100;

  @Override
  public OutputStream create(String path) throws IOException {
    Files.createDirectories(local(path).getParent());
    return createInFolder(path);
  }

  @Override
  public OutputStream createInFolder(String path) throws IOException {
    Path file = local(path);
    Files.createFile(file);
    FileOutputStream out = new FileOutputStream(file.toFile());
    return new SyncedOutputStream(
        path, new BufferedOutputStream(out, BUFFER_BYTES), out, () -> out.getFD().sync());
  }

  @Override
  public InputStream open(String path) throws IOException {
    return new FileInputStream(existing(path).toFile());
  }

  @Override
  public PositionalInput openPositional(String path) throws IOException {
    return new LocalInput(path, new RandomAccessFile(existing(path).toFile(), "r"));
  }

  @Override
  public Optional<FileEntry> status(String path) throws IOException {
    return status(local(path));
  }

  @Override
  public List<FileEntry> list(String path) throws IOException {
    List<Path> children;
    try (Stream<Path> stream = Files.list(local(path))) {
      children = stream.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    List<FileEntry> entries = new ArrayList<>();
    for (Path child : children) {
      status(child).ifPresent(entries::add); // it may have been deleted since it was listed
    }
    return entries;
  }

  @Override
  public void makeFolders(String path) throws IOException {
    Files.createDirectories(local(path));
  }

  @Override
  public boolean deleteRecursively(String path) throws IOException {
    Path root = local(path);
    Deletion deletion = new Deletion();
    for (int tries = 1; ; tries++) {
      try {
        Files.walkFileTree(root, deletion);
        return deletion.found;
      } catch (DirectoryNotEmptyException e) {
        if (tries == MAX_DELETIONS) {
          throw e;
        } // otherwise a task whose job has failed made another file
      }
    }
  }

  /** Deletes what it visits, which another process may delete at the same time. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    private boolean found;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      return delete(file);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
      if (failure != null) {
        throw failure;
      }
      return delete(folder);
    }

    private FileVisitResult delete(Path entry) throws IOException {
      found |= Files.deleteIfExists(entry);
      return FileVisitResult.CONTINUE;
    }
  }

  /**
   * Renames without overwriting: a folder can only replace an empty folder, and {@code
   * CommitFolder} never publishes empty folders.
   */
  @Override
  public void renameWithoutOverwrite(String from, String to) throws IOException {
    Path source = local(from);
    Path target = local(to);
    if (Files.isDirectory(source)) {
      syncFolder(source);
    } else if (Files.exists(target)) {
      throw new FileAlreadyExistsException(to);
    }
    move(source, target);
  }

  @Override
  public void renameReplacing(String from, String to) throws IOException {
    move(local(from), local(to));
  }

  private static void move(Path source, Path target) throws IOException {
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(target.getParent());
  }

  @Override
  public void setModified(String path, long milliseconds) throws IOException {
    Files.setLastModifiedTime(local(path), FileTime.fromMillis(milliseconds));
  }

  private static Path local(String path) throws StorageException {
    return NativeFileNames.path(new org.apache.hadoop.fs.Path(path).toUri().getPath());
  }

  private static Path existing(String path) throws IOException {
    Path file = local(path);
    if (Files.notExists(file)) {
      throw new NoSuchFileException(path);
    }
    if (!Files.isReadable(file)) {
      throw new AccessDeniedException(path);
    }
    if (!Files.isRegularFile(file)) {
      throw new StorageException(
          ErrorKind.USAGE,
          "cannot read " + path + ": it is not a regular file"); // reading a pipe would never end
    }
    return file;
  }

  private static Optional<FileEntry> status(Path file) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new FileEntry(
              file.getFileName().toString(),
              attributes.isDirectory(),
              attributes.isDirectory() ? 0 : attributes.size(),
              attributes.lastModifiedTime().toMillis()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (isBelowAFile(file)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isBelowAFile(Path file) {
    Path above = file.getParent();
    while (above != null && Files.notExists(above)) {
      above = above.getParent();
    }
    return above != null && !Files.isDirectory(above);
  }

  private static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static final class LocalInput implements PositionalInput {
    private final String path;
    private final RandomAccessFile file;
    private final long length;

    LocalInput(String path, RandomAccessFile file) throws IOException {
      this.path = path;
      this.file = file;
      length = file.length();
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public void readFully(long position, byte[] bytes, int offset, int count) throws IOException {
      file.seek(position);
      try {
        file.readFully(bytes, offset, count);
      } catch (EOFException e) {
        throw (EOFException)
            new EOFException(path + " ends before byte " + (position + count)).initCause(e);
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
