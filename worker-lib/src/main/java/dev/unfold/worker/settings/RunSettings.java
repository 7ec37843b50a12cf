package dev.unfold.worker.settings;

import static dev.unfold.worker.settings.InvalidSettingException.require;

import java.io.Serializable;

/**
 * Where the run lives.
 *
 * @param dir its directory on any file system that can commit; the finished model is {@code
 *     dir/model}
 */
public record RunSettings(String dir) implements Serializable {
  public RunSettings {
    require(!dir.isBlank(), "run.dir", "a directory", "an empty string");
  }
}
