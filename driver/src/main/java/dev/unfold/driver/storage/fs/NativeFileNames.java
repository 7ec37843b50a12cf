package dev.unfold.driver.storage.fs;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * File names of the local file system. Java takes their encoding from the locale in which it was
 * started and silently replaces characters that it cannot express.
 */
public final class NativeFileNames {
  private static final String UTF_8 = "UTF-8";
  private static final char REPLACEMENT = '\uFFFD';

  private NativeFileNames() {}

  /**
   * Returns a local path.
   *
   * @param path the absolute or relative path without a scheme
   * @throws StorageException if the locale cannot express it, or a file cannot have that name
   */
  public static Path path(String path) throws StorageException {
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      boolean isName = path.indexOf('\0') < 0;
      throw new StorageException(
          isName ? inexpressible(path) : "no file can have the name " + path.replace('\0', '?'), e);
    }
  }

  /** Returns whether a listed path can be opened again by its name as text. */
  public static boolean isExpressible(Path path) {
    try {
      return Path.of(path.toString()).equals(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Returns whether a command-line argument lost characters because of the locale. */
  public static boolean isGarbled(String argument) {
    return !encoding().equals(UTF_8) && argument.indexOf(REPLACEMENT) >= 0;
  }

  /** Returns a message with the reason why a name cannot be expressed and a remedy. */
  public static String inexpressible(String name) {
    return encoding().equals(UTF_8)
        ? name + ": expected a name in UTF-8, found other bytes: rename it"
        : name
            + ": the locale, whose encoding is "
            + encoding()
            + ", cannot express this: set LC_ALL to a locale of UTF-8, such as C.UTF-8";
  }

  private static String encoding() {
    return System.getProperty("sun.jnu.encoding", UTF_8);
  }
}
