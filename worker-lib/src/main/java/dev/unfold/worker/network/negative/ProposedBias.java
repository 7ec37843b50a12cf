package dev.unfold.worker.network.negative;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.Initializer;

/**
 * Initial biases with which a softmax over V classes begins near the proposal q instead of near
 * equal probabilities: {@code u(v) + ln(V q(v))}. Otherwise training would first have to learn how
 * rare most classes are, from the few chunks that draw each of them.
 *
 * @param noise the distribution of u
 * @param classes V
 */
record ProposedBias(Initializer.ByIndex noise, ClassProposal proposal, int classes)
    implements Initializer.ByIndex {
  @Override
  public float draw(CounterRandom random, int index) {
    double share = classes * proposal.probability(index);
    return (float) (noise.draw(random, index) + StrictMath.log(share));
  }
}
