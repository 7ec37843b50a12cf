package dev.unfold.worker.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.network.LayerSettings;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenCaseTest {
  private static final int CHUNKS = 10;

  @ParameterizedTest
  @MethodSource("dev.unfold.worker.golden.GoldenCase#names")
  void filesAreWhole(String name) throws IOException {
    GoldenCase golden = GoldenCase.load(name);
    assertThat(golden.name()).isEqualTo(name);
    assertThat(golden.runs().keySet())
        .containsExactly("sgd", "rmsprop", "adam", "momentum", "adamw");
    assertThat(golden.runs().get("sgd").gradients()).hasSize(2);
    assertFits(golden, golden.initialParameters());
    for (GoldenCase.Run run : golden.runs().values()) {
      assertThat(run.losses()).hasSize(CHUNKS).allMatch(loss -> loss > 0 && loss < 10);
      assertFits(golden, run.finalParameters());
      run.gradients().forEach(gradients -> assertFits(golden, gradients));
      int batch = golden.sizes().batch();
      assertThat(run.finalCarry().values()).allMatch(values -> values.length % batch == 0);
    }
  }

  @Test
  void initialParametersAreExactInFloat32() throws IOException {
    for (String name : GoldenCase.names()) {
      for (double[] values : GoldenCase.load(name).initialParameters().values()) {
        for (double value : values) {
          assertThat((double) (float) value).isEqualTo(value);
        }
      }
    }
  }

  @Test
  void chunksHaveTheLayoutOfTheWorker() throws IOException {
    Chunk whole = GoldenCase.load("gru_1").chunk(CHUNKS - 1);
    assertThat(whole.targetCount()).isEqualTo(12);
    assertThat(whole.resets()).containsOnly(false);
    GoldenCase documents = GoldenCase.load("lstm_2_documents");
    int boundary = documents.sizes().vocabulary() - 1;
    for (int index = 0; index < CHUNKS; index++) {
      Chunk chunk = documents.chunk(index);
      for (int i = 0; i < chunk.inputs().length; i++) {
        assertThat(chunk.resets()[i]).isEqualTo(chunk.inputs()[i] == boundary);
      }
    }
    assertThat(documents.chunk(0).targetCount()).isLessThan(12);
  }

  private static void assertFits(GoldenCase golden, Map<String, double[]> parameters) {
    assertThat(parameters.keySet()).containsExactlyElementsOf(golden.shapes().keySet());
    parameters.forEach(
        (name, values) -> assertThat(values).as(name).hasSize(elements(golden.shapes().get(name))));
  }

  private static int elements(List<Integer> shape) {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  @Test
  void everyTypeOfLayerHasACase() throws IOException {
    Set<Class<?>> types = new HashSet<>();
    for (String name : GoldenCase.names()) {
      GoldenCase.load(name).layers().forEach(layer -> types.add(layer.getClass()));
    }

    assertThat(types).containsAll(LayerSettings.types());
  }
}
