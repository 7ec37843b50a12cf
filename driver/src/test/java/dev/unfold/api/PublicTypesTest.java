package dev.unfold.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.PublicTypes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Says which types are the public interface, and that it shows no others. */
class PublicTypesTest {
  private static final PublicTypes TYPES = new PublicTypes("dev.unfold.api");
  private static final PublicTypes PIPELINES = new PublicTypes("dev.unfold.ml");
  private static final List<String> ALLOWED = List.of("java.", "org.apache.spark.");

  @Test
  void theseTypesArePublicForPipelines() {
    assertThat(PIPELINES.names())
        .containsExactly(
            "ClassEstimator",
            "ClassModel",
            "NextStepModel",
            "NextStepPredictor",
            "SequenceClassificationModel",
            "SequenceClassifier",
            "SequenceEstimator",
            "SequenceModel",
            "SequenceRegressionModel",
            "SequenceRegressor",
            "SequenceScorer",
            "SequenceScorerModel",
            "SequenceTagger",
            "SequenceTaggerModel",
            "SequenceToSequence",
            "SequenceToSequenceModel");
  }

  @Test
  void theseTypesArePublic() {
    assertThat(TYPES.names())
        .containsExactly(
            "DecodingRequest",
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
    assertThat(TYPES.othersShown(ALLOWED)).isEmpty();
    List<String> ofPipelines = List.of("java.", "org.apache.spark.", "dev.unfold.ml.param.");
    assertThat(PIPELINES.othersShown(ofPipelines)).isEmpty();
  }
}
