package dev.unfold.worker.settings;

import java.io.Serializable;

/**
 * Which matrix kernels compute.
 *
 * @param provider the kernels; what it resolves to is part of the identity of a run, since each
 *     rounds in its own way
 */
public record EngineSettings(Provider provider) implements Serializable {

  /** A family of matrix kernels. */
  public enum Provider {
    /** The fastest that loads on the machine of the driver. */
    AUTO,
    ONEDNN,
    OPENBLAS,
    /** Plain Java: the reference. */
    JAVA
  }
}
