package dev.unfold.inference;

import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import dev.unfold.worker.tensor.gemm.NativeLibraries;
import dev.unfold.worker.tensor.memory.MachineException;
import dev.unfold.worker.tensor.memory.SingleThreadCheck;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The choice of the matrix products of a model, which is made in a thread of its own.
 *
 * @param provider the products, when they can be used
 * @param thread done when the thread has ended
 */
record KernelChoice(CompletableFuture<GemmProvider> provider, CompletableFuture<Void> thread) {
  private static final int WARM_UP_WIDTH = 16;

  /** Begins to load native libraries, while the caller reads files. */
  static KernelChoice begin() {
    return begin(KernelChoice::choose);
  }

  /**
   * Begins a choice.
   *
   * @param choosing completes what it is given; if it throws anything, nobody waits for it
   */
  static KernelChoice begin(Consumer<CompletableFuture<GemmProvider>> choosing) {
    CompletableFuture<GemmProvider> provider = new CompletableFuture<>();
    return new KernelChoice(
        provider,
        CompletableFuture.runAsync(
                () -> choosing.accept(provider),
                choice -> new Thread(choice, "unfold-kernels").start())
            .handle((done, failure) -> fail(provider, failure)));
  }

  private static Void fail(CompletableFuture<GemmProvider> provider, Throwable failure) {
    if (failure != null) {
      provider.completeExceptionally(failure);
    }
    return null;
  }

  /**
   * Chooses the fastest provider on this machine. Native libraries would start threads of their own
   * unless OMP_NUM_THREADS is 1; then products are computed in Java.
   */
  private static void choose(CompletableFuture<GemmProvider> chosen) {
    NativeLibraries.requireMemory();
    List<GemmProvider> candidates =
        SingleThreadCheck.isSingle() ? List.of(GemmProvider.values()) : List.of(GemmProvider.JAVA);
    Optional<GemmProvider> used =
        GemmProvider.openFirst(
            candidates,
            Precision.F32,
            (provider, gemm) -> use(provider, gemm, chosen),
            (provider, e) -> {});
    if (used.isEmpty()) {
      throw new MachineException("no matrix products can be used here");
    }
  }

  /**
   * Announces a provider, and then computes a product, for which oneDNN compiles its kernels while
   * the caller prepares the network.
   */
  private static GemmProvider use(
      GemmProvider provider, Gemm gemm, CompletableFuture<GemmProvider> chosen) {
    chosen.complete(provider);
    try (gemm;
        Workspace workspace = new Workspace()) {
      Matrix rows = workspace.matrix(gemm.rowsRoundedAlike(), WARM_UP_WIDTH);
      Matrix weights = workspace.matrix(WARM_UP_WIDTH, WARM_UP_WIDTH);
      gemm.multiplyInto(rows, weights, workspace.matrix(rows.rows(), WARM_UP_WIDTH));
    }
    return provider;
  }

  /** Waits until the products can be used. */
  GemmProvider await() {
    return provider.join();
  }

  /**
   * Waits until the thread has ended: a process must not end while a library compiles its kernels.
   */
  void finish() {
    thread.join();
  }
}
