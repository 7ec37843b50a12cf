package dev.unfold.worker.tensor.memory;

/**
 * Checks that kernels run in the thread of their task: kernels that start threads of their own
 * would use the cores of other tasks. oneDNN reads its limit from the environment when it is
 * loaded.
 */
public final class SingleThreadCheck {
  private static final String VARIABLE = "OMP_NUM_THREADS";

  private SingleThreadCheck() {}

  /**
   * Checks the environment of this JVM.
   *
   * @throws MachineException if kernels may use more than one thread
   */
  public static void require() {
    String limit = System.getenv(VARIABLE);
    if (!"1".equals(limit)) {
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
