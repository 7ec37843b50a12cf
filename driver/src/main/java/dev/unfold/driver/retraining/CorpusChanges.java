package dev.unfold.driver.retraining;

import dev.unfold.driver.corpus.source.FileCount;
import dev.unfold.driver.corpus.source.HashedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The changes of a corpus since a model was trained. A file is identified by its content: a file
 * that was only moved, copied or touched is old. A file with a known path and new content is a
 * changed file, and all of its content is new.
 *
 * @param added new files with new paths
 * @param changed new files with known paths
 * @param old files whose content was trained on
 * @param removed files that were trained on and no longer exist
 */
record CorpusChanges(
    List<HashedFile> added,
    List<HashedFile> changed,
    List<HashedFile> old,
    List<HashedFile> removed) {

  /**
   * Compares the corpus with the files that a model was trained on.
   *
   * @param trained the files that the model was trained on
   * @param now the current files, sorted by path
   * @param waiting the paths of current files that wait for the next retraining
   */
  static CorpusChanges between(
      List<HashedFile> trained, List<HashedFile> now, Set<String> waiting) {
    Set<String> hashes = new HashSet<>();
    Map<String, HashedFile> gone = new HashMap<>();
    for (HashedFile file : trained) {
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
    trained.stream()
        .filter(file -> gone.containsKey(file.path()) && !present.contains(file.sha256()))
        .forEach(changes.removed::add);
    return changes;
  }

  /** Returns the files that the model was not trained on. */
  List<HashedFile> newFiles() {
    List<HashedFile> newFiles = new ArrayList<>(added);
    newFiles.addAll(changed);
    return newFiles;
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
