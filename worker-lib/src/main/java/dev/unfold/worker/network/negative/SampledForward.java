package dev.unfold.worker.network.negative;

import dev.unfold.worker.network.head.HeadBackward;
import dev.unfold.worker.network.head.HeadForward;
import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;

/**
 * The forward half of a sampled softmax, which is that of the full softmax. What the full softmax
 * keeps of the parameters is renewed where it is used, because training does not use it and its
 * size grows with V.
 */
final class SampledForward implements HeadForward {
  private final HeadForward exact;
  private final SampledScores scores;
  private boolean stale = true;

  /**
   * @param scores the scores that training computes
   */
  SampledForward(HeadForward exact, SampledScores scores) {
    this.exact = exact;
    this.scores = scores;
  }

  @Override
  public void parametersChanged() {
    stale = true;
  }

  private HeadForward exact() {
    if (stale) {
      exact.parametersChanged();
      stale = false;
    }
    return exact;
  }

  @Override
  public double loss(Chunk chunk) {
    return exact().loss(chunk);
  }

  @Override
  public void outputs(Chunk chunk, OutputConsumer consumer) {
    exact().outputs(chunk, consumer);
  }

  @Override
  public HeadBackward openBackward(Matrix gradient) {
    return new SampledBackward(scores, gradient);
  }
}
