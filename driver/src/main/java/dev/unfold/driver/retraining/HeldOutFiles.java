package dev.unfold.driver.retraining;

import static dev.unfold.worker.settings.InvalidSettingException.require;

import dev.unfold.driver.corpus.FileHashCache;
import dev.unfold.driver.corpus.HashedFile;
import dev.unfold.driver.storage.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files that models are compared on, which are to stay what they were.
 *
 * @param hashes that remembers what it hashed
 * @param paths of them
 * @param others paths of further files that training reads without training on them
 * @param mayBeNew whether others are accepted than those of the last decision
 */
record HeldOutFiles(
    FileHashCache hashes,
    RetrainingJournal journal,
    List<String> paths,
    List<String> others,
    boolean mayBeNew) {
  private static final String SETTING = "retrain.held-out";

  /**
   * SHA-256 of their contents.
   *
   * @throws dev.unfold.worker.settings.InvalidSettingException if it is not that of the last
   *     decision and others are not accepted
   */
  String requireFrozen() throws IOException {
    String found = contentOf(paths);
    Optional<RetrainingJournal.Ended> last = journal.lastSettled();
    require(
        mayBeNew || last.isEmpty() || last.get().decision().heldOutSha256().equals(found),
        SETTING,
        "the corpus that retraining "
            + last.map(settled -> settled.plan().number()).orElse(0L)
            + " was decided on (retrain.new-held-out = true accepts another)",
        "one of other content, " + found);
    return found;
  }

  /**
   * Requires that none of them is trained on.
   *
   * @throws dev.unfold.worker.settings.InvalidSettingException naming one that is
   */
  void requireApart(List<HashedFile> trained) throws IOException {
    Set<String> own = new HashSet<>();
    hashes.ofPaths(paths).forEach(file -> own.add(file.sha256()));
    Optional<HashedFile> both =
        trained.stream().filter(file -> own.contains(file.sha256())).findFirst();
    require(
        both.isEmpty(),
        SETTING,
        "files that are not trained on",
        both.map(HashedFile::path).orElse(""));
  }

  /** SHA-256 of the contents of all files that count without being trained on. */
  String withOthers() throws IOException {
    List<String> all = new ArrayList<>(paths);
    all.addAll(others);
    return contentOf(all);
  }

  private String contentOf(List<String> some) throws IOException {
    return Sha256.of(
        String.join("\n", hashes.ofPaths(some).stream().map(HashedFile::sha256).sorted().toList()));
  }
}
