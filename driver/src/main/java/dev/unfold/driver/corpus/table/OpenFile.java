package dev.unfold.driver.corpus.table;

import dev.unfold.driver.storage.fs.StorageErrors;
import java.io.Closeable;
import java.io.IOException;

/** Makes readers of files that are open. */
final class OpenFile {
  private OpenFile() {}

  /** Makes a reader of a file. */
  @FunctionalInterface
  interface Making<F, T> {
    T of(F file) throws IOException;
  }

  /**
   * Returns what is made of an open file, which is closed if that fails: a task reads on after a
   * damaged file, and an executor after the task.
   */
  static <F extends Closeable, T> T into(F file, Making<F, T> making) throws IOException {
    try {
      return making.of(file);
    } catch (IOException | RuntimeException | Error e) {
      StorageErrors.cleanUpAfter(e, file::close);
      throw e;
    }
  }
}
