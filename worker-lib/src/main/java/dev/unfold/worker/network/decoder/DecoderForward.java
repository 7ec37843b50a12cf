package dev.unfold.worker.network.decoder;

import dev.unfold.worker.network.attention.AttentionForward;
import dev.unfold.worker.network.head.HeadForward;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.stack.StackForward;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Runs a decoder over the steps of a chunk, starting from its source or its carry. */
public final class DecoderForward {
  private final LayerForward stack;
  private final Optional<AttentionForward> attention;
  private final Optional<LayerForward> dropout;
  private final HeadForward head;

  /**
   * @param carry the states, one [B, width] for each state of the stack
   */
  public DecoderForward(
      Decoder decoder, PassMemory memory, List<Matrix> carry, SourceEncoderForward source) {
    stack =
        openStack(
            decoder,
            memory,
            new LayerStates(carry, source.initialStates(), Optional.empty()),
            source);
    attention =
        decoder
            .attention()
            .map(a -> new AttentionForward(a, memory, stack.output(), source.output()));
    Operand features = attention.map(AttentionForward::output).orElse(stack.output());
    LayerStates none = LayerStates.carried(List.of());
    dropout = decoder.dropout().map(d -> d.open(memory, features, none));
    head = decoder.head().open(memory, dropout.map(LayerForward::output).orElse(features));
  }

  private static LayerForward openStack(
      Decoder decoder, PassMemory memory, LayerStates states, SourceEncoderForward source) {
    if (!decoder.readsVector()) {
      return new StackForward(decoder.stack(), memory, states);
    }
    LayerForward input = decoder.stack().input().open(memory);
    LayerForward both = new ConcatForward(memory, input, source.finalStates());
    return new StackForward(decoder.stack(), both, memory, states);
  }

  /** Must be called after the parameters were set or changed. */
  public void parametersChanged() {
    stack.parametersChanged();
    attention.ifPresent(AttentionForward::parametersChanged);
    head.parametersChanged();
  }

  /** Must be called after the source was read. */
  public void read(Chunk source) {
    if (attention.isPresent()) {
      attention.get().read(source);
    }
  }

  /** Computes the features of the head. */
  public void forward(Chunk chunk, ForwardMode mode) {
    stack.forward(chunk, mode);
    if (attention.isPresent()) {
      attention.get().forward(chunk);
    }
    if (dropout.isPresent()) {
      dropout.get().forward(chunk, mode);
    }
  }

  /**
   * Returns the step of the source with the greatest attention weight in a lane at the first step
   * of the last chunk; empty without attention.
   */
  public OptionalInt attended(int lane) {
    return attention.isPresent()
        ? OptionalInt.of(attention.get().mostAttended(lane))
        : OptionalInt.empty();
  }

  public HeadForward head() {
    return head;
  }

  LayerForward stack() {
    return stack;
  }

  Optional<AttentionForward> attention() {
    return attention;
  }

  Optional<LayerForward> dropout() {
    return dropout;
  }
}
