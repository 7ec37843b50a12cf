package dev.unfold.driver.corpus.source;

import java.util.List;

/** Formats numbers of files for messages. */
public final class FileCount {
  private FileCount() {}

  /** Returns a number of files in words, such as {@code 1 file}. */
  public static String of(int files) {
    return files == 1 ? "1 file" : files + " files";
  }

  /**
   * Returns the first file and the number of further files, such as {@code a.txt and 2 more files}.
   */
  public static String described(List<SourceFile> files) {
    String first = files.get(0).path();
    int more = files.size() - 1;
    return more == 0 ? first : first + " and " + more + (more == 1 ? " more file" : " more files");
  }
}
