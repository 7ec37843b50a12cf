package dev.unfold.worker.settings;

import java.io.Serializable;

/**
 * The settings of the matrix kernels.
 *
 * @param provider the kernels; what it resolves to is part of the identity of a run, since each
 *     rounds in its own way
 * @param withoutBf16 what a machine does that is asked for bf16 and has no fast instructions for it
 */
public record EngineSettings(Provider provider, WithoutBf16 withoutBf16) implements Serializable {

  /** A family of matrix kernels. */
  public enum Provider {
    /** The fastest that loads on the machine of the driver. */
    AUTO,
    ONEDNN,
    OPENBLAS,
    /** Plain Java: the reference. */
    JAVA
  }

  /** The behavior if bf16 is requested on a machine that does not support it. */
  public enum WithoutBf16 {
    /** The run does not begin. */
    REFUSE,
    /** The run computes in f32. */
    F32
  }
}
