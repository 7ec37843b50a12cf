package dev.unfold.dl4j.network;

import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The outputs of a DL4J network for a chunk.
 *
 * @param layout the layout of the chunk
 * @param values [B, targets, T], with T = 1 if there is one output per example
 */
record Dl4jOutputs(Dl4jChunkLayout layout, float[] values, int batch, int steps) {
  /**
   * Returns the outputs of a network for a chunk.
   *
   * @param output the output, which is freed if it is not part of another array
   * @throws IllegalArgumentException if a lane has several targets, but the network one output
   */
  static Dl4jOutputs of(Dl4jChunkLayout layout, INDArray output, Chunk chunk) {
    layout.requireTargetsOfOutputs(chunk);
    float[] values = Nd4jFloatArrays.toFloats(output);
    if (output.closeable()) {
      output.close();
    }
    return new Dl4jOutputs(layout, values, chunk.batch(), layout.perStep() ? chunk.steps() : 1);
  }

  /** Returns the sum of the losses of a chunk's targets, in the unit of the loss function. */
  double loss(Chunk chunk) {
    int width = layout.shape().targets();
    float[] output = new float[width];
    float[] target = new float[width];
    double sum = 0;
    for (int position = 0; position < chunk.steps() * batch; position++) {
      int id = chunk.targets()[position];
      if (!Chunk.hasLoss(id)) {
        continue;
      }
      read(position, output);
      if (layout.shape().target() == DataShape.Target.CLASSES) {
        sum -= Math.log(atLeastSmallest(output[id]));
      } else {
        System.arraycopy(chunk.targetFrames(), position * width, target, 0, width);
        sum += layout.loss().of(output, target);
      }
    }
    return sum;
  }

  /**
   * Converts the output at a position to that of Unfold's heads: logits, or the values of a frame.
   */
  void into(int position, float[] to) {
    read(position, to);
    for (int i = 0; i < to.length && layout.shape().target() != DataShape.Target.FRAMES; i++) {
      boolean sets = layout.shape().target() == DataShape.Target.SETS;
      double others = sets ? Math.log(atLeastSmallest(1 - to[i])) : 0;
      to[i] = (float) (Math.log(atLeastSmallest(to[i])) - others);
    }
  }

  /** Passes the output at every position with a target to the consumer. */
  void forEachTarget(Chunk chunk, OutputConsumer consumer) {
    float[] output = new float[layout.shape().targets()];
    for (int position = 0; position < chunk.steps() * batch; position++) {
      if (chunk.targets()[position] != Chunk.NO_TARGET) {
        into(position, output);
        consumer.accept(position, output);
      }
    }
  }

  private void read(int position, float[] to) {
    int step = layout.perStep() ? position / batch : 0;
    int first = position % batch * to.length * steps + step;
    for (int i = 0; i < to.length; i++) {
      to[i] = values[first + i * steps];
    }
  }

  /** Returns a positive probability, whose logarithm is finite even if it was rounded to 0. */
  private static float atLeastSmallest(float probability) {
    return Math.max(probability, Float.MIN_NORMAL);
  }
}
