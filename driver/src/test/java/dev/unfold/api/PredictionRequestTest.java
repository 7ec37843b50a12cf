package dev.unfold.api;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Tests requests that have options without an effect. */
class PredictionRequestTest {
  private static PredictionRequest request() {
    return PredictionRequest.of("in", "out");
  }

  @Test
  void scoresRefuseTheOptionsOfPredictionsByName() {
    PredictionRequest scores =
        request().scores().decoding(DecodingRequest.greedy()).nBest(2).replaceUnknown();
    assertThatThrownBy(scores::requested)
        .hasMessage(
            "decoding, nBest, replaceUnknown: expected none for scores, which are not predictions,"
                + " found one");
    assertThatNoException().isThrownBy(request().scores().topK(2).batch(24)::requested);
  }

  @Test
  void twoValuesOfTopKAreRefused() {
    DecodingRequest sampled = DecodingRequest.greedy().temperature(1).topK(3);
    assertThatThrownBy(request().topK(2).decoding(sampled)::requested)
        .hasMessage(
            "topK: expected one number, that of the prediction or that of its decoding, found 2 and"
                + " 3");
    assertThatNoException().isThrownBy(request().decoding(sampled)::requested);
  }
}
