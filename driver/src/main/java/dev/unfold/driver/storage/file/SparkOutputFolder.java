package dev.unfold.driver.storage.file;

import dev.unfold.driver.storage.fs.StorageErrors;
import dev.unfold.driver.storage.fs.StorageLocation;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A folder of files that a Spark job writes; {@code _SUCCESS} is the last one. */
public final class SparkOutputFolder {
  private static final String FINISHED = "_SUCCESS";

  private final FileSystem files;
  private final Path folder;

  /**
   * @throws IOException if the path is malformed or its file system does not exist
   */
  public SparkOutputFolder(String path, Configuration configuration) throws IOException {
    folder = StorageLocation.parse(path);
    files = folder.getFileSystem(configuration);
  }

  /**
   * Requires that the folder does not exist, since nothing is overwritten.
   *
   * @param option the option that names the folder
   * @throws InvalidSettingException if it exists
   */
  public void requireAbsent(String option) throws IOException {
    if (StorageErrors.explain("look for", folder.toString(), () -> files.exists(folder))) {
      boolean finished = files.exists(new Path(folder, FINISHED));
      throw new InvalidSettingException(
          option,
          "a folder that does not exist",
          folder
              + (finished
                  ? ", the output of a job that finished"
                  : ", which has no "
                      + FINISHED
                      + " and is therefore not the output of a finished job;"
                      + " delete it if no job is writing it"));
    }
  }

  /** Deletes the folder if it is empty, as left by a failed job. */
  public void deleteIfEmpty() throws IOException {
    if (files.exists(folder) && files.listStatus(folder).length == 0) {
      files.delete(folder, false);
    }
  }

  /** Deletes the folder of a finished job whose output is not needed. */
  public void delete() throws IOException {
    files.delete(folder, true);
  }
}
