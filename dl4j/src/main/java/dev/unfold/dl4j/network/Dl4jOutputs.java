package dev.unfold.dl4j.network;

import dev.unfold.worker.network.head.OutputConsumer;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;

/**
 * The outputs of a DL4J network for a chunk.
 *
 * @param form of the chunk
 * @param values [B, targets, T], T = 1 where one thing is put out for an example
 */
record Dl4jOutputs(Dl4jChunkLayout form, float[] values, int batch, int steps) {
  /** The sum of the losses of a chunk's targets, in nats or as the loss function counts. */
  double loss(Chunk chunk) {
    int width = form.shape().targets();
    float[] output = new float[width];
    float[] target = new float[width];
    double sum = 0;
    for (int position = 0; position < chunk.steps() * batch; position++) {
      int id = chunk.targets()[position];
      if (id == Chunk.NO_TARGET) {
        continue;
      }
      read(position, output);
      if (form.shape().target() == DataShape.Target.CLASSES) {
        sum -= Math.log(atLeastSmallest(output[id]));
      } else {
        System.arraycopy(chunk.targetFrames(), position * width, target, 0, width);
        sum += form.loss().of(output, target);
      }
    }
    return sum;
  }

  /**
   * Converts the output at a position to that of Unfold's heads: logits, or the values of a frame.
   */
  void into(int position, float[] to) {
    read(position, to);
    for (int i = 0; i < to.length && form.shape().target() != DataShape.Target.FRAMES; i++) {
      boolean sets = form.shape().target() == DataShape.Target.SETS;
      double others = sets ? Math.log(atLeastSmallest(1 - to[i])) : 0;
      to[i] = (float) (Math.log(atLeastSmallest(to[i])) - others);
    }
  }

  /** Hands over what was put out at every position that has a target. */
  void forEachTarget(Chunk chunk, OutputConsumer consumer) {
    float[] output = new float[form.shape().targets()];
    for (int position = 0; position < chunk.steps() * batch; position++) {
      if (chunk.targets()[position] != Chunk.NO_TARGET) {
        into(position, output);
        consumer.accept(position, output);
      }
    }
  }

  private void read(int position, float[] to) {
    int step = form.perStep() ? position / batch : 0;
    int first = position % batch * to.length * steps + step;
    for (int i = 0; i < to.length; i++) {
      to[i] = values[first + i * steps];
    }
  }

  /** A probability that has become 0 by rounding still has a logarithm. */
  private static float atLeastSmallest(float probability) {
    return Math.max(probability, Float.MIN_NORMAL);
  }
}
