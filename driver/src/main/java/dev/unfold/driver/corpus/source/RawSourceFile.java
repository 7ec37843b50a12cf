package dev.unfold.driver.corpus.source;

import dev.unfold.driver.storage.fs.NativeFileNames;
import dev.unfold.driver.storage.fs.StorageErrors;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.driver.storage.fs.StorageScheme;
import dev.unfold.worker.sequence.CorpusException;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A source file as stored, before decompression.
 *
 * <p>A file that is missing or has changed since it was listed causes a {@link CorpusException};
 * every other failure is a {@link StorageException}, which may not recur when the task is retried.
 */
final class RawSourceFile {
  private final SourceFile file;
  private final Path path;
  private final FileSystem files;

  RawSourceFile(SourceFile file, Configuration configuration) throws IOException {
    this.file = file;
    path = new Path(file.path());
    files = explain(() -> fileSystem(path, configuration));
  }

  private static FileSystem fileSystem(Path path, Configuration configuration) throws IOException {
    FileSystem files = path.getFileSystem(configuration);
    if (StorageScheme.FILE.isOf(files)) {
      NativeFileNames.path(
          path.toUri().getPath()); // otherwise the file would be reported as missing
    }
    return files instanceof LocalFileSystem local && !LocalChecksums.arePossible(path)
        ? local.getRaw()
        : files;
  }

  /** Opens the file at an offset. */
  InputStream open(long start) throws IOException {
    FSDataInputStream stored = explain(() -> files.open(path));
    try {
      if (start > 0) {
        explain(
            () -> {
              stored.seek(start);
              return start;
            });
      }
    } catch (IOException e) {
      StorageErrors.cleanUpAfter(e, stored::close);
      throw e;
    }
    return new ExplainedInput(stored);
  }

  /**
   * @throws CorpusException if the file is not as it was listed
   */
  void requireUnchanged() throws IOException {
    FileStatus now = explain(() -> files.getFileStatus(path));
    if (now.getLen() != file.size() || now.getModificationTime() != file.modified()) {
      throw new CorpusException(
          String.format(
              Locale.ROOT,
              "%s changed while it was read: listed with %d bytes, modified at %d, found %d, %d",
              file.path(),
              file.size(),
              file.modified(),
              now.getLen(),
              now.getModificationTime()));
    }
  }

  /** Returns whether the file still exists and has not changed since it was listed. */
  boolean isUnchanged() throws IOException {
    try {
      requireUnchanged();
      return true;
    } catch (CorpusException e) {
      return false;
    }
  }

  private <T> T explain(StorageErrors.Action<T> action) throws IOException {
    try {
      return StorageErrors.explain("read", file.path(), action);
    } catch (StorageException e) {
      throw e.getCause() instanceof FileNotFoundException
          ? new CorpusException(e.getMessage(), e)
          : e;
    }
  }

  /** Distinguishes failures of the storage from damaged compressed data. */
  private final class ExplainedInput extends FilterInputStream {
    private final FSDataInputStream stored;

    ExplainedInput(FSDataInputStream stored) {
      super(stored);
      this.stored = stored;
    }

    @Override
    public int read() throws IOException {
      return explain(in::read);
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      return explain(() -> in.read(bytes, offset, count));
    }

    /** Skips bytes up to the end of the file by seeking, since some file systems read them. */
    @Override
    public long skip(long count) throws IOException {
      return explain(
          () -> {
            long position = stored.getPos();
            long skipped = Math.max(0, Math.min(count, file.size() - position));
            stored.seek(position + skipped);
            return skipped;
          });
    }
  }
}
