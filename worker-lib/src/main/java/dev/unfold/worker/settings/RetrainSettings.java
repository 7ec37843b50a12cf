package dev.unfold.worker.settings;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;
import java.util.List;

/**
 * The settings of retraining a model when its corpus has grown.
 *
 * @param data the data to train on
 * @param oldShare the share of the old files in mixed data, by bytes
 * @param start the initial parameters of training
 * @param heldOut the paths of the corpus on which champion and challenger are compared; none means
 *     corpus.test
 * @param newHeldOut whether a held-out corpus is accepted that differs from that of the last
 *     decision
 * @param margin the margin by which a challenger must be better, in units of evaluation.metric
 */
public record RetrainSettings(
    Data data,
    double oldShare,
    Start start,
    List<String> heldOut,
    boolean newHeldOut,
    double margin)
    implements Serializable {

  /** The data to train on. */
  public enum Data {
    /** The files that the champion was not trained on. */
    NEW,
    /** All existing files. */
    ALL,
    /** The new files and a share of the old ones. */
    MIXED
  }

  /** The initial parameters of training. */
  public enum Start {
    /** The parameters of the champion, its vocabulary extended. */
    CHAMPION,
    /** Newly drawn initial parameters. */
    SCRATCH
  }

  public RetrainSettings {
    SettingChecks checks = new SettingChecks();
    heldOut = List.copyOf(heldOut);
    checks.require(
        oldShare > 0 && oldShare <= 1, "retrain.old-share", "above 0, at most 1", oldShare);
    checks.require(
        margin >= 0 && Double.isFinite(margin), "retrain.margin", "a number, at least 0", margin);
    checks.require(
        start == Start.CHAMPION || data == Data.ALL,
        "retrain.data",
        "all where retrain.start is scratch",
        data,
        "retrain.start");
    checks.finish();
  }
}
