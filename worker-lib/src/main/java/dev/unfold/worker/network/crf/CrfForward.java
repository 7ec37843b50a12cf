package dev.unfold.worker.network.crf;

import dev.unfold.worker.network.head.HeadBackward;
import dev.unfold.worker.network.head.HeadForward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/** The forward half of a conditional random field. */
final class CrfForward implements HeadForward {
  private final CrfParameters parameters;
  private final TagOrder order;
  private final PathLoss loss;
  private final Matrix values;
  private final int tags;
  private final Transitions ordered;
  private final TagLattice predicted;

  /**
   * @param order the order of the tags of predictions
   * @param features h, [T * B, H]
   */
  CrfForward(CrfParameters parameters, TagOrder order, PassMemory memory, Operand features) {
    this.parameters = parameters;
    this.order = order;
    loss = new PathLoss(parameters, memory, features);
    values = memory.parameters();
    tags = parameters.tags();
    ordered = new Transitions(tags);
    predicted = new TagLattice(ordered);
  }

  @Override
  public void parametersChanged() {
    loss.parametersChanged();
  }

  @Override
  public double loss(Chunk chunk) {
    loss.compute(chunk);
    double sum = 0;
    for (TaggedSequence sequence : TaggedSequence.of(chunk)) {
      int count = sequence.count(sequence::hasLoss);
      sum += count > 0 ? loss.of(sequence, sequence::hasLoss, count) : 0;
    }
    return sum;
  }

  @Override
  public void outputs(Chunk chunk, OutputConsumer consumer) {
    loss.compute(chunk);
    parameters.transitionsInto(ordered, values, order);
    int positions = chunk.steps() * chunk.batch();
    float[] outputs = new float[Math.multiplyExact(positions, tags + 1)];
    for (TaggedSequence sequence : TaggedSequence.of(chunk)) {
      predict(sequence, outputs);
    }
    float[] output = new float[tags + 1];
    for (int position = 0; position < positions; position++) {
      if (chunk.targets()[position] != Chunk.NO_TARGET) {
        System.arraycopy(outputs, position * output.length, output, 0, output.length);
        consumer.accept(position, output);
      }
    }
  }

  /** Stores the logarithms of the probabilities, and the tag of the best path, of each step. */
  private void predict(TaggedSequence sequence, float[] outputs) {
    loss.load(sequence, predicted);
    predicted.logNormalizer();
    predicted.computeProbabilities();
    int[] path = BestPath.of(predicted, ordered);
    for (int t = 0; t < path.length; t++) {
      int at = sequence.position(t) * (tags + 1);
      for (int j = 0; j < tags; j++) {
        outputs[at + j] = (float) StrictMath.log(predicted.probability(t, j));
      }
      outputs[at + tags] = path[t];
    }
  }

  @Override
  public HeadBackward openBackward(Matrix gradient) {
    return new CrfBackward(parameters, loss, gradient);
  }
}
