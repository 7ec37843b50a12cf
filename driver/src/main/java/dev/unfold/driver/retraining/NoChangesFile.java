package dev.unfold.driver.retraining;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.driver.corpus.source.HashedFile;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.file.ReplaceableFile;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.model.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code nothing-new.json} of a store: the corpus of the last check that found no changes,
 * so that files that were only moved or touched need not be hashed by each call. The file is only a
 * shortcut: if it is missing or damaged, the corpus is checked again.
 */
record NoChangesFile(CommitFolder store) {
  static final String NAME = "nothing-new.json";
  private static final Logger LOG = LoggerFactory.getLogger(NoChangesFile.class);

  /**
   * A check of the corpus that found no changes.
   *
   * @param retraining the number of the last retraining that was decided
   * @param promotion the number of the last promotion
   * @param configuration the SHA-256 of the relevant settings
   * @param files the complete corpus
   */
  record Check(long retraining, long promotion, String configuration, List<HashedFile> files) {
    Check {
      files = List.copyOf(files);
    }

    /** Returns whether no decision, promotion, setting or file listing has changed since. */
    boolean stillHolds(
        long lastDecided, long lastPromotion, String settings, List<SourceFile> now) {
      return retraining == lastDecided
          && promotion == lastPromotion
          && configuration.equals(settings)
          && files.stream().map(HashedFile::listed).toList().equals(now);
    }
  }

  /** Returns the last check, if a readable one was recorded. */
  Optional<Check> read() throws IOException {
    if (!store.exists(NAME)) {
      return Optional.empty();
    }
    try (InputStream in = store.read(NAME)) {
      return Optional.of(Json.read(store.pathOf(NAME), in, new TypeReference<Check>() {}));
    } catch (ModelFormatException e) {
      LOG.info("{}; the corpus will be checked again", e.getMessage());
      return Optional.empty();
    }
  }

  /** Records a check; a failure to record it is only logged. */
  void write(Check check) {
    try {
      ReplaceableFile.in(store, NAME).write(Json.writer().writeValueAsBytes(check));
    } catch (IOException e) {
      LOG.info("{}; the next call will check the whole corpus again", e.getMessage());
    }
  }
}
