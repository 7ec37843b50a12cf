package dev.unfold.worker.settings;

import java.io.Serializable;

/**
 * The directories of a run.
 *
 * @param dir its directory on any file system that can commit; the finished model is {@code
 *     dir/model}
 * @param tensorboard folder of event files for TensorBoard, on any file system of Hadoop; empty for
 *     none
 */
public record RunSettings(String dir, String tensorboard) implements Serializable {
  public RunSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(!Whitespace.isBlank(dir), "run.dir", "a directory", "an empty string");
    checks.finish();
  }
}
