package dev.unfold.inference;

import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import dev.unfold.worker.tensor.gemm.NativeLibraries;
import dev.unfold.worker.tensor.memory.SingleThreadCheck;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The choice of the matrix products of a model. */
final class KernelChoice {
  private KernelChoice() {}

  /** Begins to load native libraries in a thread of its own, while the caller reads files. */
  static CompletableFuture<GemmProvider> begin() {
    return CompletableFuture.supplyAsync(
        KernelChoice::fastest,
        loading -> {
          Thread thread = new Thread(loading, "unfold-kernels");
          thread.setDaemon(true);
          thread.start();
        });
  }

  /**
   * Returns the fastest provider on this machine. Native libraries would start threads of their own
   * unless OMP_NUM_THREADS is 1; then products are computed in Java.
   */
  private static GemmProvider fastest() {
    NativeLibraries.requireMemory();
    List<GemmProvider> candidates =
        SingleThreadCheck.isSingle() ? List.of(GemmProvider.values()) : List.of(GemmProvider.JAVA);
    return GemmProvider.openFirst(
            candidates, Precision.F32, KernelChoice::named, (provider, e) -> {})
        .orElseThrow();
  }

  private static GemmProvider named(GemmProvider provider, Gemm gemm) {
    try (gemm) {
      return provider;
    }
  }
}
