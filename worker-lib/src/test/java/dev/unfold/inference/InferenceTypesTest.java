package dev.unfold.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.PublicTypes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Says which types programs without Spark use, and that these show no others. */
class InferenceTypesTest {
  private static final PublicTypes TYPES = new PublicTypes("dev.unfold.inference");

  @Test
  void theseTypesArePublic() {
    assertThat(TYPES.names())
        .containsExactly(
            "Candidate",
            "Model",
            "ModelException",
            "Prediction",
            "Sampling",
            "Score",
            "Search",
            "SequenceRules",
            "SequenceScore",
            "State",
            "Step");
  }

  @Test
  void theirSignaturesShowOnlyTheInterfaceAndJava() {
    assertThat(TYPES.othersShown(List.of("java."))).isEmpty();
  }
}
