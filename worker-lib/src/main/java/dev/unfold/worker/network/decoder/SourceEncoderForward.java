package dev.unfold.worker.network.decoder;

import dev.unfold.worker.network.layer.Carry;
import dev.unfold.worker.network.layer.CarryLayout;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.StatePort;
import dev.unfold.worker.network.stack.StackForward;
import dev.unfold.worker.network.start.Bridge;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.Optional;

/** The forward half of a source encoder, which reads the sources of a chunk. */
public final class SourceEncoderForward {
  private final SourceEncoder source;
  private final PassMemory memory;
  private final Carry zeros;
  private final LayerForward encoder;
  private final StatePort finalStates;
  private final Optional<StatePort> initialStates;
  private final List<Bridge.Forward> bridges;

  public SourceEncoderForward(SourceEncoder source, PassMemory decoderMemory) {
    this.source = source;
    memory = decoderMemory.forSource();
    zeros = new Carry(new CarryLayout(source.encoder().stateWidths()), memory);
    StatePort encoderStates = StatePort.of(memory, source.encoder().finalStateWidths());
    encoder =
        new StackForward(source.encoder(), memory, LayerStates.to(zeros.states(), encoderStates));
    finalStates = source.isVector() ? vector() : encoderStates;
    initialStates = openInitialStates();
    bridges =
        source.bridges().stream()
            .map(bridge -> bridge.open(memory, finalStates, initialStates.orElseThrow()))
            .toList();
  }

  /** Returns the only step that was read, as a state. */
  private StatePort vector() {
    Matrix values = encoder.output().matrix();
    return new StatePort(
        List.of(values), List.of(memory.workspace().matrix(values.rows(), values.columns())));
  }

  private Optional<StatePort> openInitialStates() {
    if (!source.bridges().isEmpty()) {
      return Optional.of(StatePort.of(memory, source.startWidths()));
    }
    return source.isVector() ? Optional.empty() : Optional.of(finalStates);
  }

  /** Must be called after the parameters were set or changed. */
  public void parametersChanged() {
    encoder.parametersChanged();
    bridges.forEach(Bridge.Forward::parametersChanged);
  }

  /** Reads the sources, each from its first step. */
  public void forward(Chunk source, ForwardMode mode) {
    zeros.clear();
    encoder.forward(source, mode);
    bridges.forEach(Bridge.Forward::forward);
  }

  /** Returns the initial states of the decoder; empty if they are zeros. */
  Optional<StatePort> initialStates() {
    return initialStates;
  }

  /** Returns the outputs of the encoder, [S * B, D]. */
  Operand output() {
    return encoder.output();
  }

  /** Returns the final states of the encoder, or the vector. */
  StatePort finalStates() {
    return finalStates;
  }

  SourceEncoder source() {
    return source;
  }

  PassMemory memory() {
    return memory;
  }

  LayerForward encoder() {
    return encoder;
  }

  List<Bridge.Forward> bridges() {
    return bridges;
  }
}
