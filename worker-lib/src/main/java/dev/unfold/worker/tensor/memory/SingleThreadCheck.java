package dev.unfold.worker.tensor.memory;

/**
 * Checks that kernels run in the thread of their task: kernels that start threads of their own
 * would use the cores of other tasks. oneDNN reads its limit from the environment when it is
 * loaded.
 */
public final class SingleThreadCheck {
  private static final String VARIABLE = "OMP_NUM_THREADS";

  private SingleThreadCheck() {}

  /** Returns whether the environment of this JVM keeps kernels from starting threads. */
  public static boolean isSingle() {
    return "1".equals(System.getenv(VARIABLE));
  }

  /**
   * Checks the environment of this JVM.
   *
   * @throws MachineException if kernels may use more than one thread
   */
  public static void require() {
    if (!isSingle()) {
      String limit = System.getenv(VARIABLE);
      throw new MachineException(
          "expected "
              + VARIABLE
              + "=1 in the environment of every JVM that trains, found "
              + (limit == null ? "none" : limit)
              + "; scripts/unfold sets it, for executors spark.executorEnv."
              + VARIABLE
              + "=1 does");
    }
  }
}
