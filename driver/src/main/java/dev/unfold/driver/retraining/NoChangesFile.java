package dev.unfold.driver.retraining;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.driver.corpus.HashedFile;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.ReplaceableFile;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.model.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code nothing-new.json} of a store: the corpus in which nothing new was found last, so that
 * files that were moved or touched only need not be hashed by each call. The file is no more than a
 * shortcut: without it, or where it is damaged, the corpus is looked at again.
 */
record NoChangesFile(CommitFolder store) {
  static final String NAME = "nothing-new.json";
  private static final Logger LOG = LoggerFactory.getLogger(NoChangesFile.class);

  /**
   * A look at the corpus that found nothing new.
   *
   * @param retraining the last one that was decided
   * @param promotion the last one
   * @param configuration SHA-256 of the settings that count
   * @param files the whole corpus
   */
  record Look(long retraining, long promotion, String configuration, List<HashedFile> files) {
    Look {
      files = List.copyOf(files);
    }

    /**
     * Returns whether nothing was decided, promoted or set since, and the files are listed as they
     * were.
     */
    boolean stillHolds(
        long lastDecided, long lastPromotion, String settings, List<SourceFile> now) {
      return retraining == lastDecided
          && promotion == lastPromotion
          && configuration.equals(settings)
          && files.stream().map(HashedFile::listed).toList().equals(now);
    }
  }

  /** Returns the last look, if one was recorded that can be read. */
  Optional<Look> read() throws IOException {
    if (!store.exists(NAME)) {
      return Optional.empty();
    }
    try (InputStream in = store.read(NAME)) {
      return Optional.of(Json.read(store.pathOf(NAME), in, new TypeReference<Look>() {}));
    } catch (ModelFormatException e) {
      LOG.info("{}; the corpus will be checked again", e.getMessage());
      return Optional.empty();
    }
  }

  /** Records a look; that it cannot be recorded stops nothing. */
  void write(Look look) {
    try {
      ReplaceableFile.in(store, NAME).write(Json.newMapper().writeValueAsBytes(look));
    } catch (IOException e) {
      LOG.info("{}; the next call will check the whole corpus again", e.getMessage());
    }
  }
}
