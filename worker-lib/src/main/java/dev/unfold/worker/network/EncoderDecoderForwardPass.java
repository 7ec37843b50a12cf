package dev.unfold.worker.network;

import dev.unfold.worker.network.decoder.DecoderBackward;
import dev.unfold.worker.network.decoder.DecoderForward;
import dev.unfold.worker.network.decoder.ScheduledSampling;
import dev.unfold.worker.network.decoder.SourceEncoderBackward;
import dev.unfold.worker.network.decoder.SourceEncoderForward;
import dev.unfold.worker.network.layer.Carry;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The forward pass of a decoder and its source. */
final class EncoderDecoderForwardPass implements ForwardPass {
  private final ParameterLayout parameters;
  private final PassMemory memory;
  private final Carry carry;
  private final SourceEncoderForward source;
  private final DecoderForward decoder;
  private final SourceReader reader;

  /**
   * @param parameters the layout of the parameters of both
   * @param carry the carry of the decoder
   */
  EncoderDecoderForwardPass(
      ParameterLayout parameters,
      PassMemory memory,
      Carry carry,
      SourceEncoderForward source,
      DecoderForward decoder) {
    this.parameters = parameters;
    this.memory = memory;
    this.carry = carry;
    this.source = source;
    this.decoder = decoder;
    reader = new SourceReader(source, decoder);
  }

  @Override
  public void parametersChanged() {
    reader.parametersChanged();
    decoder.parametersChanged();
  }

  @Override
  public Carry carry() {
    return carry;
  }

  @Override
  public void run(Chunk chunk) {
    reader.readIfNew(chunk);
    decoder.forward(chunk, ForwardMode.TEACHER_FORCED);
  }

  @Override
  public double loss(Chunk chunk) {
    run(chunk);
    return decoder.head().loss(chunk);
  }

  @Override
  public void outputs(Chunk chunk, OutputConsumer consumer) {
    decoder.head().outputs(chunk, consumer);
  }

  @Override
  public OptionalInt attended(int lane) {
    return decoder.attended(lane);
  }

  @Override
  public TrainingPass openTraining() {
    Matrix vector = memory.workspace().vector(parameters.length());
    SourceEncoderBackward sourceBackward = new SourceEncoderBackward(source, vector);
    DecoderBackward decoderBackward = new DecoderBackward(decoder, vector, sourceBackward);
    List<SparseRows> touched =
        Stream.concat(sourceBackward.touchedRows().stream(), decoderBackward.touchedRows().stream())
            .toList();
    return new EncoderDecoderTrainingPass(
        reader,
        decoder,
        new ScheduledSampling(decoder, carry, memory),
        sourceBackward,
        decoderBackward,
        new Gradients(parameters, vector, touched));
  }
}
