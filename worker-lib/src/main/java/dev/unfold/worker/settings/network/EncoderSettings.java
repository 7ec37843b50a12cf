package dev.unfold.worker.settings.network;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The settings of the encoder.
 *
 * @param pooling the pooling of a sequence into one vector
 * @param stride the distance of the steps that mean and maximum are taken over, or that have an
 *     output in connectionist temporal classification, of which the first step is one
 * @param characters the encoder of the characters of a word, whose output is concatenated to the
 *     embedding
 */
public record EncoderSettings(Pooling pooling, int stride, CharEncoderSettings characters)
    implements Serializable {

  /** The pooling of a sequence into one vector. */
  public enum Pooling {
    /** The output of the last step, and for the backward layer the output of the first step. */
    LAST,
    /** The mean over all steps. */
    MEAN,
    /** The elementwise maximum over all steps. */
    MAX
  }

  public EncoderSettings {
    new SettingChecks()
        .require(stride >= 1, "network.encoder.stride", "at least 1", stride)
        .finish();
  }

  /**
   * Records a stride that the pooling does not allow.
   *
   * @param ctc whether it is that of connectionist temporal classification, which has no pooling
   */
  void requireStride(SettingChecks checks, boolean ctc) {
    checks.require(
        stride == 1 || pooling != Pooling.LAST || ctc,
        "network.encoder.stride",
        "1 for a pooling of the last step, unless network.kind is ctc",
        stride,
        "network.encoder.pooling",
        "network.kind");
  }

  /** Returns the defaults: last-step pooling. */
  public static EncoderSettings defaults() {
    return new EncoderSettings(Pooling.LAST, 1, CharEncoderSettings.defaults());
  }
}
