package dev.unfold.worker.settings.training;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The vectors of words with which embeddings start.
 *
 * @param file the files of vectors
 * @param frozen whether training leaves these embeddings as they are, also the vectors of words
 *     that no file has
 */
public record PretrainedSettings(VectorFiles file, boolean frozen) implements Serializable {
  /** The section of these settings. */
  public static final String SECTION = "training.pretrained";

  /** The key of the files. */
  public static final String FILE = SECTION + ".file";

  public PretrainedSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(
        !frozen || !file.paths().isEmpty(),
        SECTION + ".frozen",
        "false without " + FILE,
        frozen,
        FILE);
    checks.finish();
  }

  /** Returns the settings of embeddings that start with random numbers. */
  public static PretrainedSettings none() {
    return new PretrainedSettings(VectorFiles.none(), false);
  }
}
