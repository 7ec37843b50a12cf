package dev.unfold.driver.corpus;

import dev.unfold.driver.storage.commit.AlreadyCommittedException;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CorruptCommitException;
import dev.unfold.driver.storage.lease.SharedTemporaryFolders;
import dev.unfold.worker.file.Sha256;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache of encoded corpora, each in a write-once folder whose name is a key of its inputs. A
 * corpus is reused while its inputs are unchanged and built otherwise.
 */
public final class CorpusCache {
  private static final int KEY_DIGITS = 32;
  private static final Logger LOG = LoggerFactory.getLogger(CorpusCache.class);

  private final CommitFolder cache;
  private final SharedTemporaryFolders temporaries;

  /** Opens a folder as a corpus. */
  @FunctionalInterface
  public interface Opener<T> {
    /**
     * Opens a corpus.
     *
     * @throws CorruptCommitException if it is incomplete or damaged
     * @throws IOException if it cannot be read, whatever its state
     */
    T open(CommitFolder folder) throws IOException;
  }

  /** Writes a corpus into an empty folder. */
  @FunctionalInterface
  public interface Builder {
    void build(CommitFolder folder) throws IOException;
  }

  /**
   * @param path the folder of the cache, reachable from every executor
   * @throws IOException if it is on a file system that cannot commit
   */
  public CorpusCache(String path, Configuration configuration) throws IOException {
    cache = CommitFolder.open(path, configuration);
    temporaries = new SharedTemporaryFolders(cache);
  }

  /** Returns the folder name of a corpus with the given inputs. */
  public static String key(String inputs) {
    return Sha256.of(inputs).substring(0, KEY_DIGITS);
  }

  /**
   * Opens the corpus with the given key; builds it first if it is missing or damaged. Temporary
   * files that dead processes left in the cache are deleted.
   */
  public <T> T openOrBuild(String key, Opener<T> opener, Builder builder) throws IOException {
    temporaries.sweep();
    if (cache.exists(key)) {
      try {
        T corpus = opener.open(cache.child(key));
        LOG.info("reusing the encoded corpus {}", cache.pathOf(key));
        return corpus;
      } catch (CorruptCommitException e) {
        LOG.warn("the encoded corpus cannot be used and is encoded again: {}", e.getMessage());
        cache.delete(key);
      }
    }
    String temporary = temporaries.make();
    try {
      builder.build(cache.child(temporary));
      publish(temporary, key);
    } finally {
      cache.discard(temporary);
    }
    return opener.open(cache.child(key));
  }

  /** Work with a temporary folder. */
  @FunctionalInterface
  public interface Work<T> {
    T run(CommitFolder folder) throws IOException;
  }

  /** Runs work with a temporary folder in the cache, which is deleted afterwards. */
  public <T> T withTemporary(Work<T> work) throws IOException {
    temporaries.sweep();
    String temporary = temporaries.make();
    try {
      return work.run(cache.child(temporary));
    } finally {
      cache.discard(temporary);
    }
  }

  private void publish(String temporary, String key) throws IOException {
    try {
      temporaries.publish(temporary, key);
    } catch (AlreadyCommittedException e) {
      LOG.info("another process encoded {} first", cache.pathOf(key));
    }
  }
}
