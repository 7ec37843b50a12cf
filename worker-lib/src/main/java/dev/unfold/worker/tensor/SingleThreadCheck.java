package dev.unfold.worker.tensor;

/**
 * One task is one thread: kernels that start threads of their own would take the cores of other
 * tasks, and oneDNN reads its limit from the environment when it is loaded.
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
    String found = System.getenv(VARIABLE);
    if (!"1".equals(found)) {
      throw new MachineException(
          "expected "
              + VARIABLE
              + "=1 in the environment of every JVM that trains, found "
              + (found == null ? "none" : found)
              + "; scripts/unfold sets it, for executors spark.executorEnv."
              + VARIABLE
              + "=1 does");
    }
  }
}
