package dev.unfold.driver.retraining;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.corpus.source.HashedFile;
import dev.unfold.worker.file.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  /** Returns files or tables with the hashes of what they contain now. */
  @FunctionalInterface
  interface Contents {
    List<HashedFile> read() throws IOException;
  }

  /**
   * Returns the SHA-256 of their contents.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if it differs from that
   *     of the last decision and new files are not accepted
   */
  String requireFrozen() throws IOException {
    String sha256 = contentOf(heldOut.read());
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
   * Requires that none of the files is trained on.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException naming a file that is
   */
  void requireApart(List<HashedFile> trained) throws IOException {
    Set<String> heldOutHashes = new HashSet<>();
    heldOut.read().forEach(file -> heldOutHashes.add(file.sha256()));
    Optional<HashedFile> both =
        trained.stream().filter(file -> heldOutHashes.contains(file.sha256())).findFirst();
    require(
        both.isEmpty(),
        SETTING,
        "files that are not trained on",
        both.map(HashedFile::path).orElse(""));
  }

  /**
   * Returns the SHA-256 of the contents of all files that affect the outcome without being trained
   * on.
   */
  String withOthers() throws IOException {
    List<HashedFile> all = new ArrayList<>(heldOut.read());
    for (Contents other : others) {
      all.addAll(other.read());
    }
    return contentOf(all);
  }

  private static String contentOf(List<HashedFile> files) {
    return Sha256.of(String.join("\n", files.stream().map(HashedFile::sha256).sorted().toList()));
  }
}
