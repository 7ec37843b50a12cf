package dev.unfold.driver.training.corpora;

import dev.unfold.worker.settings.corpus.CorpusSettings;
import java.util.List;

/**
 * A corpus as messages name it: by the key of its setting and by where it is.
 *
 * @param key such as {@code corpus.train}
 * @param paths files, folders or globs
 */
public record NamedCorpus(String key, List<String> paths) {
  static NamedCorpus train(CorpusSettings settings) {
    return new NamedCorpus("corpus.train", settings.train());
  }

  public static NamedCorpus validation(CorpusSettings settings) {
    return new NamedCorpus("corpus.validation", settings.validation());
  }

  public static NamedCorpus test(CorpusSettings settings) {
    return new NamedCorpus("corpus.test", settings.test());
  }

  /** Returns the key and the first path, such as {@code corpus.train (/data/a.txt and 2 more)}. */
  @Override
  public String toString() {
    String more = paths.size() > 1 ? " and " + (paths.size() - 1) + " more" : "";
    return key + " (" + paths.get(0) + more + ")";
  }
}
