package dev.unfold.jobs.process;

import java.io.PrintWriter;

/**
 * Ends the process if a thread of Spark or Hadoop runs out of memory: such a thread would end
 * silently, and the command would wait for it.
 */
public final class OutOfMemoryHandler {
  private OutOfMemoryHandler() {}

  /** Installs the handler: from now on such a thread prints a message and ends the process. */
  public static void install(ErrorPrinter errors, PrintWriter err) {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, error) -> {
          if (error instanceof OutOfMemoryError) {
            // Does not call exit: its hooks need memory and the threads that are gone.
            Runtime.getRuntime().halt(errors.print(error, err).code());
          }
          err.println("Exception in thread \"" + thread.getName() + "\"");
          error.printStackTrace(err);
        });
  }
}
