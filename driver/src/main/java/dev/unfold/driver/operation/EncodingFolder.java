package dev.unfold.driver.operation;

import dev.unfold.driver.storage.file.TemporaryFolder;
import dev.unfold.driver.storage.file.WriteAccessCheck;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** The folder of the encoded corpora of an evaluation; every executor must access it. */
public final class EncodingFolder implements Closeable {
  private static final String CACHE = "--cache";

  private final String path;
  private final Optional<TemporaryFolder> temporary;

  private EncodingFolder(String path, Optional<TemporaryFolder> temporary) {
    this.path = path;
    this.temporary = temporary;
  }

  /**
   * Returns the folder that the user has named, which is not deleted.
   *
   * @throws IOException if it cannot be written
   */
  public static EncodingFolder kept(String cache, Configuration hadoop) throws IOException {
    new WriteAccessCheck(CACHE, hadoop).requireFolder(cache);
    return new EncodingFolder(cache, Optional.empty());
  }

  /**
   * Creates a folder that is deleted when it is closed. Nothing is written to the folder of the
   * model, which may be read-only or in a store.
   *
   * @param paths the paths of the model and the corpus
   * @param oneMachine whether all executors run on this machine
   * @throws InvalidSettingException if executors may run on other machines, and neither a path nor
   *     the default file system is one that they share
   */
  public static EncodingFolder temporary(
      List<String> paths, boolean oneMachine, Configuration hadoop) throws IOException {
    TemporaryFolder folder =
        TemporaryFolder.ofExecutors(paths, oneMachine, hadoop)
            .orElseThrow(
                () ->
                    new InvalidSettingException(
                        CACHE,
                        "a folder that every machine of the cluster can access, because neither the"
                            + " model, nor the corpus, nor the default file system is on HDFS",
                        "none"));
    return new EncodingFolder(folder.path(), Optional.of(folder));
  }

  /** Returns the path of the folder. */
  public String path() {
    return path;
  }

  @Override
  public void close() {
    temporary.ifPresent(TemporaryFolder::close);
  }
}
