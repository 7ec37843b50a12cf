package dev.unfold.driver.retraining;

import dev.unfold.driver.corpus.HashedFile;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.driver.store.StoreRecord;
import dev.unfold.worker.model.FormatVersion;
import java.util.List;
import java.util.Set;

/**
 * The plan of a retraining; its challenger becomes the version of the same number.
 *
 * @param number from 1
 * @param base number of the promotion whose champion is challenged; 0 where there is none
 * @param champion version that is challenged; 0 where there is none
 * @param configuration SHA-256 of the settings that count
 * @param files the whole corpus
 * @param train paths that are trained on
 * @param changes against what the champion has learned, in words
 * @param run directory of the training
 * @param at time, as ISO 8601 has it
 */
record RetrainingPlan(
    FormatVersion formatVersion,
    long number,
    long base,
    long champion,
    String configuration,
    List<HashedFile> files,
    List<String> train,
    String changes,
    String run,
    String at)
    implements StoreRecord {

  RetrainingPlan {
    files = List.copyOf(files);
    train = List.copyOf(train);
    if (number < 1 || base < 0 || champion < 0 || train.isEmpty()) {
      throw new IllegalArgumentException("a plan without number or files");
    }
  }

  /** Returns the files that are trained on. */
  List<HashedFile> trained() {
    Set<String> paths = Set.copyOf(train);
    return files.stream().filter(file -> paths.contains(file.path())).toList();
  }

  /** Returns the files that are trained on, as they were listed. */
  List<SourceFile> trainListed() {
    return trained().stream().map(HashedFile::listed).toList();
  }
}
