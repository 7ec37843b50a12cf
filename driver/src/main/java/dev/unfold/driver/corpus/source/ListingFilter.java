package dev.unfold.driver.corpus.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The filter that skips files of a corpus by name, in folders and where globs match: hidden files
 * and those that other tools are still writing. A path that is given in full is never skipped.
 */
final class ListingFilter {
  private static final Logger LOG = LoggerFactory.getLogger(ListingFilter.class);
  private static final int MAX_NAMED = 3;

  /**
   * The endings of names that tools give to incomplete files: Hadoop's shell; Flume, Syncthing;
   * Spark and Flink; Flink's older sink; rsync, Firefox; rclone; WinSCP; Chromium, Safari, Opera,
   * aria2; gsutil; uploads; Vim. And checksum files.
   */
  private static final List<String> UNFINISHED =
      List.of(
          "._copying_",
          ".tmp",
          ".temp",
          ".inprogress",
          ".in-progress",
          ".pending",
          ".part",
          ".partial",
          ".filepart",
          ".crdownload",
          ".download",
          ".opdownload",
          ".aria2",
          ".gstmp",
          ".incomplete",
          ".temporary",
          ".unfinished",
          ".uploading",
          ".writing",
          ".swp",
          ".swo",
          ".crc");

  /**
   * Other names of such files and folders: Flink's current sink, which appends a unique number;
   * backup copies of editors and rsync; unsaved files of Emacs; lock files of Office; folders of
   * Kafka Connect and Beam.
   */
  private static final Pattern OTHER_UNFINISHED =
      Pattern.compile(
          ".*\\.inprogress\\..*|.*\\..*~|#.+#|~\\$.+|\\+tmp|beam-temp-.+", Pattern.DOTALL);

  private final List<String> unfinished = new ArrayList<>();
  private int hidden;

  /** Returns whether a name is skipped, and counts it if it is. */
  boolean skips(String folder, String name) {
    if (name.startsWith(".") || name.startsWith("_")) {
      hidden++;
      return true;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (OTHER_UNFINISHED.matcher(lower).matches()
        || UNFINISHED.stream().anyMatch(lower::endsWith)) {
      unfinished.add(folder + "/" + name);
      return true;
    }
    return false;
  }

  /** Logs the files that were skipped. */
  void log() {
    if (hidden > 0) {
      LOG.info("skipped {} files and folders whose names start with . or _", hidden);
    }
    if (!unfinished.isEmpty()) {
      LOG.warn(
          "skipped {} files and folders that other tools seem to be writing, such as {}",
          unfinished.size(),
          String.join(", ", unfinished.subList(0, Math.min(MAX_NAMED, unfinished.size()))));
    }
  }

  /**
   * Returns the number of skipped files for a message about a folder without other files; empty if
   * none was skipped.
   */
  String describe() {
    int count = hidden + unfinished.size();
    return count == 0
        ? ""
        : "; skipped " + count + " whose names start with . or _ or are those of unfinished files";
  }
}
