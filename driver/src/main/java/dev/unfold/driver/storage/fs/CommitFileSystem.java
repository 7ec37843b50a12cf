package dev.unfold.driver.storage.fs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * The operations that commits require of a file system; all paths are absolute and have the same
 * scheme.
 */
public interface CommitFileSystem {
  /** Creates a file that must not exist, and its folders; durable once closed. */
  OutputStream create(String path) throws IOException;

  /** Creates a file like {@link #create}, in a folder that must exist. */
  OutputStream createInFolder(String path) throws IOException;

  InputStream open(String path) throws IOException;

  PositionalInput openPositional(String path) throws IOException;

  Optional<FileEntry> status(String path) throws IOException;

  /** Lists a folder; empty if the folder is missing. */
  List<FileEntry> list(String path) throws IOException;

  void makeFolders(String path) throws IOException;

  /** Deletes a file or folder recursively and returns whether it existed. */
  boolean deleteRecursively(String path) throws IOException;

  /**
   * Renames atomically and fails if {@code to} exists; the caller determines the reason of a
   * failure.
   */
  void renameWithoutOverwrite(String from, String to) throws IOException;

  /** Renames a file atomically and replaces an existing file of that name. */
  void renameReplacing(String from, String to) throws IOException;

  void setModified(String path, long milliseconds) throws IOException;
}
