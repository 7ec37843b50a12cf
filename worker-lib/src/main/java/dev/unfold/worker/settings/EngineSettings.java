package dev.unfold.worker.settings;

import java.io.Serializable;

/**
 * The settings of the matrix kernels.
 *
 * @param provider the provider of kernels; the resolved provider is part of the identity of a run,
 *     because each provider rounds in its own way
 * @param withoutBf16 the behavior if bf16 is requested on a machine without fast instructions for
 *     it
 */
public record EngineSettings(Provider provider, WithoutBf16 withoutBf16) implements Serializable {

  /** A family of matrix kernels. */
  public enum Provider {
    /** The fastest provider that can be loaded on the machine of the driver. */
    AUTO,
    ONEDNN,
    OPENBLAS,
    /** Plain Java, the reference implementation. */
    JAVA
  }

  /** The behavior if bf16 is requested on a machine that does not support it. */
  public enum WithoutBf16 {
    /** The run does not start. */
    REFUSE,
    /** The run computes in f32. */
    F32
  }
}
