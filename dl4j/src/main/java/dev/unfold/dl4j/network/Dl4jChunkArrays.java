package dev.unfold.dl4j.network;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A chunk in the format of DL4J.
 *
 * @param inputs ids [B, 1, T] or numbers [B, inputs, T]
 * @param inputMask [B, T], 1 where a lane has a step; empty if all have
 * @param targets [B, targets, T] or, with one target per example, [B, targets]; empty in evaluation
 * @param targetMask [B, T] or [B, 1], 1 where there is a target; empty if every step has one
 */
record Dl4jChunkArrays(
    INDArray inputs,
    Optional<INDArray> inputMask,
    Optional<INDArray> targets,
    Optional<INDArray> targetMask)
    implements AutoCloseable {

  /** Returns the masks as DL4J's graphs expect them: null if there are none. */
  INDArray[] inputMasks() {
    return inputMask.map(mask -> new INDArray[] {mask}).orElse(null);
  }

  /** Returns the masks as DL4J's graphs expect them: null if there are none. */
  INDArray[] targetMasks() {
    return targetMask.map(mask -> new INDArray[] {mask}).orElse(null);
  }

  @Override
  public void close() {
    inputs.close();
    inputMask.ifPresent(INDArray::close);
    targets.ifPresent(INDArray::close);
    targetMask.ifPresent(INDArray::close);
  }
}
