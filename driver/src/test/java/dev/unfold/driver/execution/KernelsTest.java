package dev.unfold.driver.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.settings.EngineSettings;
import dev.unfold.worker.settings.EngineSettings.WithoutBf16;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import dev.unfold.worker.tensor.memory.MachineException;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelsTest {

  @ParameterizedTest
  @CsvSource({
    "ONEDNN, oneDNN \\d+\\.\\d+\\.\\d+ \\(brg_matmul:\\w+\\)",
    "OPENBLAS, OpenBLAS \\d+\\.\\d+\\.\\d+-.+",
    "JAVA, Java"
  })
  void theDriversKernelsNameTheirLibraryAndOpenHere(
      EngineSettings.Provider provider, String library) throws IOException {
    Kernels kernels =
        Kernels.choose(new EngineSettings(provider, WithoutBf16.REFUSE), Precision.F32);

    assertThat(kernels.library()).matches(library);
    assertThat(kernels.provider().name()).isEqualTo(provider.name());
    try (Gemm gemm = kernels.open()) {
      assertThat(gemm.precision()).isEqualTo(Precision.F32);
    }
  }

  @ParameterizedTest
  @CsvSource({"avx9, Java", "jvm, oneDNN 9.9.9"})
  void anExecutorWithOtherInstructionsOrAnotherLibraryIsRefusedByName(
      String instructionSet, String library) {
    Kernels ofDriver = new Kernels(GemmProvider.JAVA, Precision.F32, instructionSet, library);

    assertThatThrownBy(ofDriver::open)
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("expected JAVA F32 " + instructionSet + " of " + library)
        .hasMessageContaining("found JAVA F32 jvm of Java on this executor")
        .hasMessageContaining("--kernels any")
        .hasMessageContaining("models of dev.unfold.ml have anyKernels");
    try (Gemm gemm = ofDriver.onAnyMachine().open()) {
      assertThat(gemm.precision()).isEqualTo(Precision.F32);
    }
  }
}
