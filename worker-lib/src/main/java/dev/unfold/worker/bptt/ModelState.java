package dev.unfold.worker.bptt;

import java.io.Serializable;

/**
 * What shards start a round from and what they end it with, before and after averaging.
 *
 * @param parameters the flat vector, in the layout of the network
 * @param optimizer the optimizer's memory, slot after slot, each as long as the parameters
 */
public record ModelState(float[] parameters, float[] optimizer) implements Serializable {
  private Object writeReplace() {
    return new Serialized(new SerializedFloats(parameters), new SerializedFloats(optimizer));
  }

  /** What stands for it in a stream. */
  private record Serialized(SerializedFloats parameters, SerializedFloats optimizer)
      implements Serializable {
    private Object readResolve() {
      return new ModelState(parameters.values(), optimizer.values());
    }
  }
}
