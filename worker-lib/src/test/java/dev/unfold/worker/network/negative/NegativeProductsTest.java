package dev.unfold.worker.network.negative;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegativeProductsTest {
  @ParameterizedTest
  @CsvSource({
    "1000, 1000, 1000, 1000",
    "1000, 0, 1, 125",
    "1000, 0, 63, 125",
    "1000, 0, 126, 250",
    "1000, 0, 501, 1000",
    "1000, 300, 300, 500",
    "1000, 300, 600, 1000",
    "40, 0, 3, 40"
  })
  void theWidthIsTheLeastOneThatIsEnough(int capacity, int fewest, int negatives, int width) {
    try (Workspace workspace = new Workspace();
        Gemm gemm = GemmProvider.JAVA.open(Precision.F32)) {
      PassMemory memory = new PassMemory(gemm, workspace, workspace.vector(1), 1, 1);
      NegativeProducts products = new NegativeProducts(memory, 3, capacity, fewest);
      products.choose(negatives);
      assertThat(products.width()).isEqualTo(width);
      assertThat(products.block(2).rows()).isEqualTo(2);
      assertThat(products.block(2).columns()).isEqualTo(width);
    }
  }
}
