package dev.unfold.worker.settings;

import dev.unfold.worker.settings.corpus.Whitespace;
import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The directories of a run.
 *
 * @param dir the directory of the run on any file system that supports commits; the final model is
 *     {@code dir/model}
 * @param tensorboard the folder of event files for TensorBoard, on any Hadoop file system; empty
 *     for none
 */
public record RunSettings(String dir, String tensorboard) implements Serializable {
  public RunSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(!Whitespace.isBlank(dir), "run.dir", "a directory", "an empty string");
    checks.finish();
  }
}
