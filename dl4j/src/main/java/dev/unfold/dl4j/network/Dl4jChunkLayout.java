package dev.unfold.dl4j.network;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The layout of a chunk as DL4J arrays, whose first dimension is the lanes and whose last dimension
 * is the steps.
 *
 * @param shape the shape of the data
 * @param ids whether the network reads ids of tokens instead of one-hot vectors
 * @param perStep whether it has an output at every step, and not one per example
 * @param loss the loss of an output
 * @param numbers the data type of the arrays
 */
record Dl4jChunkLayout(
    DataShape shape, boolean ids, boolean perStep, Dl4jOutputLoss loss, DataType numbers) {
  /** Returns the arrays for a forward pass. */
  Dl4jChunkArrays inputs(Chunk chunk) {
    return new Dl4jChunkArrays(
        inputArray(chunk), inputMask(chunk), Optional.empty(), Optional.empty());
  }

  /**
   * Returns the arrays for a training step.
   *
   * @throws IllegalArgumentException if a lane has several targets, but the network one output
   */
  Dl4jChunkArrays inputsAndTargets(Chunk chunk) {
    boolean[] places = new boolean[chunk.steps() * chunk.batch()];
    for (int i = 0; i < places.length; i++) {
      places[i] = Chunk.hasLoss(chunk.targets()[i]);
    }
    requireTargetsOfOutputs(chunk);
    return new Dl4jChunkArrays(
        inputArray(chunk),
        inputMask(chunk),
        Optional.of(targetArray(chunk)),
        perStep ? mask(chunk, places) : laneMask(chunk));
  }

  private INDArray inputArray(Chunk chunk) {
    int batch = chunk.batch();
    int steps = chunk.steps();
    if (ids) {
      float[] values = new float[batch * steps];
      for (int position = 0; position < values.length; position++) {
        values[position % batch * steps + position / batch] = chunk.inputs()[position];
      }
      return Nd4jFloatArrays.of(values, numbers, batch, 1, steps);
    }
    int width = shape.input().size();
    float[] values = new float[batch * width * steps];
    boolean tokens = shape.input().hasTokens();
    for (int position = 0; position < batch * steps; position++) {
      int first = position % batch * width * steps + position / batch;
      if (tokens) {
        values[first + chunk.inputs()[position] * steps] = 1;
      } else {
        scatter(chunk.frames(), position * width, width, values, first, steps);
      }
    }
    return Nd4jFloatArrays.of(values, numbers, batch, width, steps);
  }

  private INDArray targetArray(Chunk chunk) {
    int batch = chunk.batch();
    int steps = perStep ? chunk.steps() : 1;
    int width = shape.targets();
    float[] values = new float[batch * width * steps];
    for (int position = 0; position < chunk.steps() * batch; position++) {
      if (!Chunk.hasLoss(chunk.targets()[position])) {
        continue;
      }
      int first = position % batch * width * steps + (perStep ? position / batch : 0);
      if (shape.target() == DataShape.Target.CLASSES) {
        values[first + chunk.targets()[position] * steps] = 1;
      } else {
        scatter(chunk.targetFrames(), position * width, width, values, first, steps);
      }
    }
    return perStep
        ? Nd4jFloatArrays.of(values, numbers, batch, width, steps)
        : Nd4jFloatArrays.of(values, numbers, batch, width);
  }

  private static void scatter(
      float[] from, int first, int count, float[] to, int start, int stride) {
    for (int i = 0; i < count; i++) {
      to[start + i * stride] = from[first + i];
    }
  }

  /** Returns the mask; an empty lane has a first step, because DL4J needs at least one. */
  private Optional<INDArray> inputMask(Chunk chunk) {
    boolean[] present = Arrays.copyOf(chunk.present(), chunk.steps() * chunk.batch());
    Arrays.fill(present, 0, chunk.batch(), true);
    return mask(chunk, present);
  }

  private Optional<INDArray> mask(Chunk chunk, boolean[] places) {
    float[] values = new float[places.length];
    boolean all = true;
    for (int position = 0; position < values.length; position++) {
      int lane = position % chunk.batch();
      values[lane * chunk.steps() + position / chunk.batch()] = places[position] ? 1 : 0;
      all &= places[position];
    }
    return all
        ? Optional.empty()
        : Optional.of(Nd4jFloatArrays.of(values, numbers, chunk.batch(), chunk.steps()));
  }

  private Optional<INDArray> laneMask(Chunk chunk) {
    if (chunk.targetCount() == chunk.batch()) {
      return Optional.empty();
    }
    float[] values = new float[chunk.batch()];
    for (int position = 0; position < chunk.steps() * chunk.batch(); position++) {
      if (Chunk.hasLoss(chunk.targets()[position])) {
        values[position % chunk.batch()] = 1;
      }
    }
    return Optional.of(Nd4jFloatArrays.of(values, numbers, chunk.batch(), 1));
  }

  /**
   * Requires that each target has an output.
   *
   * @throws IllegalArgumentException if a lane has several targets, but the network one output
   */
  void requireTargetsOfOutputs(Chunk chunk) {
    if (perStep) {
      return;
    }
    int[] count = new int[chunk.batch()];
    for (int position = 0; position < chunk.steps() * chunk.batch(); position++) {
      if (chunk.targets()[position] != Chunk.NO_TARGET && ++count[position % count.length] > 1) {
        throw new IllegalArgumentException(
            "the DL4J network has one output per example, but lane "
                + position % count.length
                + " has targets at several steps");
      }
    }
  }
}
