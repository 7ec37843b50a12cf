package dev.unfold.worker.file;

import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** A folder whose files were written once and are listed in a manifest. */
public interface CommittedFiles {
  /** Returns whether the folder is missing or empty. */
  boolean isEmpty() throws IOException;

  /** Returns the size of a file in bytes; empty if there is no regular file of this name. */
  OptionalLong size(String name) throws IOException;

  /** Opens a file. */
  InputStream read(String name) throws IOException;

  /**
   * Returns an exception that names the folder.
   *
   * @param reason why the folder cannot be used
   */
  IOException unusable(ErrorKind kind, String reason);
}
