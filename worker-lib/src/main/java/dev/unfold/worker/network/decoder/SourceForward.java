package dev.unfold.worker.network.decoder;

import dev.unfold.worker.network.layer.Carry;
import dev.unfold.worker.network.layer.CarryLayout;
import dev.unfold.worker.network.layer.Edge;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.Noise;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.States;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.Optional;

/** Reads the sources of a chunk. */
public final class SourceForward {
  private final Source source;
  private final PassMemory memory;
  private final Carry zeros;
  private final LayerForward encoder;
  private final Edge end;
  private final Optional<Edge> start;
  private final List<Bridge.Forward> bridges;

  SourceForward(Source source, PassMemory decoderMemory) {
    this.source = source;
    memory = decoderMemory.ofSource();
    zeros = new Carry(new CarryLayout(source.encoder().stateWidths()), memory);
    Edge ends = Edge.of(memory, source.encoder().endWidths());
    encoder = source.encoder().open(memory, States.to(zeros.states(), ends));
    end = source.isVector() ? vector() : ends;
    start = openStart();
    bridges =
        source.bridges().stream()
            .map(bridge -> bridge.open(memory, end, start.orElseThrow()))
            .toList();
  }

  /** The one step that was read, as a state. */
  private Edge vector() {
    Matrix values = encoder.output().matrix();
    return new Edge(
        List.of(values), List.of(memory.workspace().matrix(values.rows(), values.columns())));
  }

  private Optional<Edge> openStart() {
    if (!source.bridges().isEmpty()) {
      return Optional.of(Edge.of(memory, source.startWidths()));
    }
    return source.isVector() ? Optional.empty() : Optional.of(end);
  }

  /** Must be called after the parameters were set or changed. */
  public void parametersChanged() {
    encoder.parametersChanged();
    bridges.forEach(Bridge.Forward::parametersChanged);
  }

  /** Reads sources, each from its first step on. */
  public void forward(Chunk source, Noise noise) {
    zeros.clear();
    encoder.forward(source, noise);
    bridges.forEach(Bridge.Forward::forward);
  }

  /** What the decoder starts with, if it is not zeros. */
  Optional<Edge> start() {
    return start;
  }

  /** What the encoder put out, [S * B, D]. */
  Operand output() {
    return encoder.output();
  }

  /** What it ended with: the states of the encoder, or the vector. */
  Edge end() {
    return end;
  }

  /** Opens the backward half. */
  public SourceBackward openBackward(Matrix gradient) {
    return new SourceBackward(this, gradient);
  }

  Source source() {
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
