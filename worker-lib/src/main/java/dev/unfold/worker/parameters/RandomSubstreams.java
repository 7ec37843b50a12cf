package dev.unfold.worker.parameters;

/** The sub-streams of a seed, so that no two uses draw the same numbers. */
public final class RandomSubstreams {
  public static final long INITIAL_PARAMETERS = 1;
  public static final long DROPOUT = 2;
  public static final long SAMPLING = 3;
  public static final long EXAMPLE_ORDER = 4;
  public static final long CHUNK_LENGTHS = 5;

  private RandomSubstreams() {}
}
