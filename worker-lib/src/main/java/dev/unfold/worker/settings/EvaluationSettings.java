package dev.unfold.worker.settings;

import static dev.unfold.worker.settings.InvalidSettingException.require;

import java.io.Serializable;

/**
 * How a corpus is evaluated: as lanes with carried state, like training, without dropout.
 *
 * @param shards tasks that evaluate
 * @param batch lanes of each
 */
public record EvaluationSettings(int shards, int batch) implements Serializable {
  public EvaluationSettings {
    require(shards >= 1 && shards <= 65_536, "evaluation.shards", "1 to 65536", shards);
    require(batch >= 1 && batch <= 65_536, "evaluation.batch", "1 to 65536", batch);
  }
}
