package dev.unfold.worker.evaluation;

import java.io.Serializable;
import java.util.List;

/**
 * What is known of the targets of a corpus before they are scored.
 *
 * @param unseen the names of the classes that training never had, in the order of their ids
 * @param count the number of targets of all shards
 */
public record CorpusTargets(List<String> unseen, long count) implements Serializable {
  public CorpusTargets {
    unseen = List.copyOf(unseen);
  }

  /** Returns those of no corpus. */
  static CorpusTargets none() {
    return new CorpusTargets(List.of(), 0);
  }
}
