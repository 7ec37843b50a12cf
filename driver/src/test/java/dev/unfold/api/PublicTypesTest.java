package dev.unfold.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.PublicTypes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Says which types are the public interface, and that it shows no others. */
class PublicTypesTest {
  private static final PublicTypes TYPES = new PublicTypes("dev.unfold.api");

  @Test
  void theseTypesArePublic() {
    assertThat(TYPES.names())
        .containsExactly(
            "EvaluationRequest",
            "EvaluationResult",
            "GenerationRequest",
            "PredictionRequest",
            "PredictionResult",
            "RetrainingResult",
            "RunListener",
            "Settings",
            "TrainedModel",
            "TrainingResult",
            "Unfold",
            "UnfoldException");
  }

  @Test
  void theirSignaturesShowOnlyTheInterfaceJavaAndSpark() {
    assertThat(TYPES.othersShown(List.of("java.", "org.apache.spark."))).isEmpty();
  }
}
