package dev.unfold.driver.retraining;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.corpus.source.HashedFile;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The files or tables on which models are compared; their content must not change.
 *
 * @param heldOut returns them with their hashes
 * @param others return further files or tables that training reads without training on them
 * @param mayBeNew whether files that differ from those of the last decision are accepted
 */
record HeldOutFiles(
    Contents heldOut, List<Contents> others, RetrainingJournal journal, boolean mayBeNew) {
  private static final String SETTING = "retrain.held-out";
  private static final int MAX_NAMES = 5;

  /** Returns files or tables with the hashes of what they contain now. */
  @FunctionalInterface
  interface Contents {
    List<HashedFile> read() throws IOException;
  }

  /** Returns the files or tables on which models are compared, as they are now. */
  List<HashedFile> read() throws IOException {
    return heldOut.read();
  }

  /**
   * Returns the SHA-256 of contents that were read.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if it differs from that
   *     of the last decision and new files are not accepted
   */
  String requireFrozen(List<HashedFile> contents) throws IOException {
    String sha256 = contentOf(contents);
    Optional<RetrainingJournal.DecidedPlan> last = journal.lastSettled();
    require(
        mayBeNew || last.isEmpty() || last.get().decision().heldOutSha256().equals(sha256),
        SETTING,
        "the corpus that retraining "
            + last.map(settled -> settled.plan().number()).orElse(0L)
            + " was decided with (retrain.new-held-out = true accepts another)",
        "one with different content, " + sha256);
    return sha256;
  }

  /**
   * Requires that the contents are still those with which a plan was compared.
   *
   * @throws StorageException if they have changed meanwhile or are being written, so that its
   *     models may have been compared on different ones
   */
  void requireUnchanged(RetrainingPlan plan, List<HashedFile> contents) throws IOException {
    String before = contentOf(contents);
    List<HashedFile> now;
    try {
      now = heldOut.read();
    } catch (CorpusException e) {
      throw changed(plan, "expected content with SHA-256 " + before + ", found: " + e.getMessage());
    }
    String after = contentOf(now);
    if (!before.equals(after)) {
      throw changed(
          plan,
          differences(contents, now)
              + "; expected content with SHA-256 "
              + before
              + ", found "
              + after);
    }
  }

  private static StorageException changed(RetrainingPlan plan, String difference) {
    return new StorageException(
        SETTING
            + ": the files changed while the models of retraining "
            + plan.number()
            + " were compared on them: "
            + difference
            + "; nothing was decided, and the trained model is kept: restore the files, or accept"
            + " the new ones with retrain.new-held-out = true, and run the command again");
  }

  /** Names the files that were changed, added or removed, or some of them. */
  private static String differences(List<HashedFile> before, List<HashedFile> after) {
    Map<String, String> old = byPath(before);
    Map<String, String> now = byPath(after);
    SortedSet<String> paths = new TreeSet<>(old.keySet());
    paths.addAll(now.keySet());
    paths.removeIf(path -> Objects.equals(old.get(path), now.get(path)));
    List<String> named = new ArrayList<>();
    for (String path : paths.stream().limit(MAX_NAMES).toList()) {
      String how = !now.containsKey(path) ? "removed" : old.containsKey(path) ? "changed" : "added";
      named.add(path + " was " + how);
    }
    int others = paths.size() - named.size();
    return String.join(", ", named)
        + (others == 0 ? "" : ", and " + others + (others == 1 ? " other" : " others"));
  }

  private static Map<String, String> byPath(List<HashedFile> files) {
    Map<String, String> hashes = new HashMap<>();
    files.forEach(file -> hashes.put(file.path(), file.sha256()));
    return hashes;
  }

  /**
   * Requires that none of the contents is trained on.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException naming a file that is
   */
  void requireApart(List<HashedFile> contents, List<HashedFile> trained) {
    Set<String> heldOutHashes = new HashSet<>();
    contents.forEach(file -> heldOutHashes.add(file.sha256()));
    Optional<HashedFile> both =
        trained.stream().filter(file -> heldOutHashes.contains(file.sha256())).findFirst();
    require(
        both.isEmpty(),
        SETTING,
        "files that are not trained on",
        both.map(HashedFile::path).orElse(""));
  }

  /**
   * Returns all contents that affect the outcome without being trained on.
   *
   * @param contents the files or tables on which models are compared
   */
  List<HashedFile> withOthers(List<HashedFile> contents) throws IOException {
    List<HashedFile> all = new ArrayList<>(contents);
    for (Contents other : others) {
      all.addAll(other.read());
    }
    return all;
  }

  /** Returns the SHA-256 of contents, whatever their paths and their order. */
  static String contentOf(List<HashedFile> files) {
    return Sha256.of(String.join("\n", files.stream().map(HashedFile::sha256).sorted().toList()));
  }
}
