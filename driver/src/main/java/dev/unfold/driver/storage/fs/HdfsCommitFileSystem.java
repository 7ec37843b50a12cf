package dev.unfold.driver.storage.fs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;

/**
 * The operations on HDFS. Renames use {@link FileContext}, because FileSystem.rename moves the
 * source into an existing folder.
 */
public final class HdfsCommitFileSystem implements CommitFileSystem {
  private final FileSystem files;
  private final FileContext context;

  public HdfsCommitFileSystem(Path root, Configuration configuration) throws IOException {
    files = root.getFileSystem(configuration);
    context = FileContext.getFileContext(files.getUri(), configuration);
  }

  @Override
  public OutputStream create(String path) throws IOException {
    return synced(path, files.create(new Path(path), false));
  }

  @Override
  public OutputStream createInFolder(String path) throws IOException {
    return synced(path, files.createFile(new Path(path)).overwrite(false).build());
  }

  private static OutputStream synced(String path, FSDataOutputStream file) {
    return new SyncedOutputStream(path, file, file, file::hsync);
  }

  @Override
  public InputStream open(String path) throws IOException {
    return files.open(new Path(path));
  }

  @Override
  public PositionalInput openPositional(String path) throws IOException {
    Path file = new Path(path);
    return new HadoopInput(files.getFileStatus(file).getLen(), files.open(file));
  }

  @Override
  public Optional<FileEntry> status(String path) throws IOException {
    try {
      return Optional.of(entry(files.getFileStatus(new Path(path))));
    } catch (FileNotFoundException | ParentNotDirectoryException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<FileEntry> list(String path) throws IOException {
    try {
      return Arrays.stream(files.listStatus(new Path(path)))
          .map(HdfsCommitFileSystem::entry)
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  @Override
  public void makeFolders(String path) throws IOException {
    files.mkdirs(new Path(path));
  }

  @Override
  public boolean deleteRecursively(String path) throws IOException {
    return files.delete(new Path(path), true);
  }

  @Override
  public void renameWithoutOverwrite(String from, String to) throws IOException {
    context.rename(new Path(from), new Path(to));
  }

  @Override
  public void renameReplacing(String from, String to) throws IOException {
    context.rename(new Path(from), new Path(to), Options.Rename.OVERWRITE);
  }

  @Override
  public void setModified(String path, long milliseconds) throws IOException {
    long keepAccessTime = -1;
    files.setTimes(new Path(path), milliseconds, keepAccessTime);
  }

  private static FileEntry entry(FileStatus status) {
    return new FileEntry(
        status.getPath().getName(),
        status.isDirectory(),
        status.getLen(),
        status.getModificationTime());
  }

  private record HadoopInput(long length, FSDataInputStream file) implements PositionalInput {
    @Override
    public void readFully(long position, byte[] bytes, int offset, int count) throws IOException {
      file.readFully(position, bytes, offset, count);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
