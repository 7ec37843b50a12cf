package dev.unfold.worker.bptt;

import java.io.Serializable;

/**
 * The parameters and the optimizer state of a model: the start and the end of a shard's round, and
 * their average.
 *
 * @param parameters the flat vector, in the layout of the network
 * @param optimizer the optimizer state, slot after slot, each as long as the parameters
 */
public record ModelState(float[] parameters, float[] optimizer) implements Serializable {
  /** Returns whether this and another are the same arrays, whatever they contain. */
  public boolean isSameAs(ModelState other) {
    return other != null && parameters == other.parameters && optimizer == other.optimizer;
  }

  /** Returns the model with an optimizer state of zeros; itself if its optimizer has no state. */
  public ModelState withZeroOptimizer() {
    return optimizer.length == 0 ? this : new ModelState(parameters, new float[optimizer.length]);
  }

  /** Returns the number of floats of both. */
  public long floats() {
    return (long) parameters.length + optimizer.length;
  }

  private Object writeReplace() {
    return new Serialized(new SerializedFloats(parameters), new SerializedFloats(optimizer));
  }

  /** The serialized form of a model state. */
  private record Serialized(SerializedFloats parameters, SerializedFloats optimizer)
      implements Serializable {
    private Object readResolve() {
      return new ModelState(parameters.values(), optimizer.values());
    }
  }
}
