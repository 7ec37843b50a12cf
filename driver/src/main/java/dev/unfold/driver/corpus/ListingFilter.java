package dev.unfold.driver.corpus;

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
  private static final Logger LOG = LoggerFactory.getLogger(SourceFiles.class);
  private static final int MOST_NAMED = 3;

  /**
   * The ends of names that tools give to files that are not whole yet: Hadoop's shell; Flume,
   * Syncthing; Spark and Flink; Flink's older sink; rsync, Firefox; rclone; WinSCP; Chromium,
   * Safari, Opera, aria2; gsutil; uploads; Vim. And checksum files.
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
   * Other names of such files and folders: Flink's current sink, which puts a unique number at the
   * end; copies that editors and rsync keep of what a file was; what Emacs has not saved yet; locks
   * of Office; folders of Kafka Connect and Beam.
   */
  private static final Pattern OTHER_UNFINISHED =
      Pattern.compile(
          ".*\\.inprogress\\..*|.*\\..*~|#.+#|~\\$.+|\\+tmp|beam-temp-.+", Pattern.DOTALL);

  private final List<String> unfinished = new ArrayList<>();
  private int hidden;

  /** Returns whether a name is skipped, and counts it if it is. */
  boolean leavesOut(String folder, String name) {
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

  /** Tells in the log what was left out. */
  void log() {
    if (hidden > 0) {
      LOG.info("skipped {} files and folders whose names start with . or _", hidden);
    }
    if (!unfinished.isEmpty()) {
      LOG.warn(
          "skipped {} files and folders that other tools seem to be writing, such as {}",
          unfinished.size(),
          String.join(", ", unfinished.subList(0, Math.min(MOST_NAMED, unfinished.size()))));
    }
  }

  /** Returns how much was left out, for a message where nothing else is there; else empty. */
  String describe() {
    int count = hidden + unfinished.size();
    return count == 0
        ? ""
        : "; skipped " + count + " whose names start with . or _ or are those of unfinished files";
  }
}
