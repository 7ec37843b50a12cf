package dev.unfold.driver.retraining;

import dev.unfold.driver.corpus.FileCount;
import dev.unfold.driver.corpus.HashedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The changes of a corpus since a model was trained. A file is identified by its content: a file
 * that was only moved, copied or touched is old. A file with a known path and new content was
 * changed and counts as new as a whole.
 *
 * @param added files of new paths
 * @param changed files of known paths
 * @param old files whose content was learned
 * @param removed files that were learned and are not there any more
 */
record CorpusChanges(
    List<HashedFile> added,
    List<HashedFile> changed,
    List<HashedFile> old,
    List<HashedFile> removed) {

  /**
   * Compares.
   *
   * @param learned what the model has learned
   * @param now the files that are there, sorted by path
   * @param waiting paths of files that are there, but wait for the next retraining
   */
  static CorpusChanges between(
      List<HashedFile> learned, List<HashedFile> now, Set<String> waiting) {
    Set<String> hashes = new HashSet<>();
    Map<String, HashedFile> gone = new HashMap<>();
    for (HashedFile file : learned) {
      hashes.add(file.sha256());
      gone.put(file.path(), file);
    }
    gone.keySet().removeAll(waiting);
    CorpusChanges changes =
        new CorpusChanges(
            new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Set<String> present = new HashSet<>();
    for (HashedFile file : now) {
      present.add(file.sha256());
      boolean pathIsKnown = gone.remove(file.path()) != null;
      boolean contentIsKnown = !hashes.add(file.sha256()) || file.size() == 0;
      (contentIsKnown ? changes.old : pathIsKnown ? changes.changed : changes.added).add(file);
    }
    learned.stream()
        .filter(file -> gone.containsKey(file.path()) && !present.contains(file.sha256()))
        .forEach(changes.removed::add);
    return changes;
  }

  /** Returns the files that the model was not trained on. */
  List<HashedFile> fresh() {
    List<HashedFile> fresh = new ArrayList<>(added);
    fresh.addAll(changed);
    return fresh;
  }

  /** Returns the numbers of files in words. */
  String describe() {
    return FileCount.of(added.size())
        + " added, "
        + changed.size()
        + " changed, "
        + old.size()
        + " old, "
        + removed.size()
        + " removed";
  }
}
