package dev.unfold.driver.retraining;

import dev.unfold.driver.corpus.source.HashedFile;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.store.StoreRecord;
import dev.unfold.worker.model.FormatVersion;
import java.util.List;
import java.util.Set;

/**
 * The plan of a retraining; its challenger becomes the version of the same number.
 *
 * @param number the number of the plan, from 1
 * @param base the number of the promotion whose champion is challenged; 0 if there is none
 * @param champion the version that is challenged; 0 if there is none
 * @param configuration the SHA-256 of the relevant settings
 * @param files the complete corpus
 * @param train the paths of the files to train on
 * @param changes a description of the changes since the champion was trained
 * @param run the directory of the training run
 * @param at the time in ISO 8601
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

  /** Returns the files to train on. */
  List<HashedFile> trained() {
    Set<String> paths = Set.copyOf(train);
    return files.stream().filter(file -> paths.contains(file.path())).toList();
  }

  /** Returns the files to train on, as they were listed. */
  List<SourceFile> trainListed() {
    return trained().stream().map(HashedFile::listed).toList();
  }
}
