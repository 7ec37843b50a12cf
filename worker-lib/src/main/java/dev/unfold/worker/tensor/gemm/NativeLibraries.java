package dev.unfold.worker.tensor.gemm;

import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.memory.MachineException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Replaces the errors of native libraries that cannot be loaded by exceptions, because a task that
 * throws an error ends its JVM.
 */
public final class NativeLibraries {
  private NativeLibraries() {}

  /**
   * Requires that off-heap memory can be used, which depends on the native library of JavaCPP.
   *
   * @throws MachineException if it cannot be loaded
   */
  public static void requireMemory() {
    try (Workspace workspace = new Workspace()) {
      workspace.vector(1);
    } catch (LinkageError e) {
      throw cannotLoad("JavaCPP", e);
    }
  }

  /**
   * Returns the exception to throw instead of an error.
   *
   * @param library the readable name of the library that cannot be loaded
   */
  public static MachineException cannotLoad(String library, LinkageError error) {
    return new MachineException(
        "the native library of "
            + library
            + " cannot be loaded on "
            + host()
            + ": "
            + reason(error)
            + "; libraries are unpacked to ~/.javacpp/cache, which must be writable and must not be"
            + " mounted noexec: -Dorg.bytedeco.javacpp.cachedir=FOLDER names another folder, for"
            + " executors in spark.executor.extraJavaOptions",
        error);
  }

  /**
   * Returns the first cause in one line; later attempts report only that the class could not be
   * initialized.
   */
  private static String reason(Throwable error) {
    Throwable first = error;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    String text = first.getMessage() == null ? first.toString() : first.getMessage();
    return text.lines().findFirst().orElse(first.toString());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a machine without a name";
    }
  }
}
