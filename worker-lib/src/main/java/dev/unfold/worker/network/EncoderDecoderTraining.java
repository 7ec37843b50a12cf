package dev.unfold.worker.network;

import dev.unfold.worker.network.decoder.DecoderBackward;
import dev.unfold.worker.network.decoder.ScheduledSampling;
import dev.unfold.worker.network.decoder.SourceBackward;
import dev.unfold.worker.network.layer.Noise;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.parameters.TouchedRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;
import java.util.stream.Stream;

/** The training pass of a decoder and its source. */
final class EncoderDecoderTraining implements ForwardPass.TrainingPass {
  private final EncoderDecoderForward forward;
  private final ScheduledSampling sampling;
  private final SourceBackward source;
  private final DecoderBackward decoder;
  private final Gradients gradients;

  EncoderDecoderTraining(EncoderDecoder network, EncoderDecoderForward forward, PassMemory memory) {
    this.forward = forward;
    sampling = new ScheduledSampling(forward.decoder(), forward.carry(), memory);
    Matrix vector = memory.workspace().vector(network.parameters().length());
    source = forward.source().openBackward(vector);
    decoder = forward.decoder().openBackward(vector, source);
    List<TouchedRows> touched =
        Stream.concat(source.touchedRows().stream(), decoder.touchedRows().stream()).toList();
    gradients = new Gradients(network.parameters(), vector, touched);
  }

  @Override
  public double lossAndGradients(Chunk chunk, Noise noise) {
    Chunk read = forward(chunk, noise);
    source.begin();
    double loss = decoder.lossAndGradients(read, noise);
    source.backward(EncoderDecoderForward.source(chunk), noise);
    return loss;
  }

  @Override
  public void run(Chunk chunk, Noise noise) {
    forward(chunk, noise);
  }

  /**
   * Runs source and decoder.
   *
   * @return the chunk that the decoder read
   */
  private Chunk forward(Chunk chunk, Noise noise) {
    forward.read(chunk, noise);
    Chunk read = noise.teacherForcing() < 1 ? sampling.mix(chunk, noise) : chunk;
    forward.decoder().forward(read, noise);
    return read;
  }

  @Override
  public Gradients gradients() {
    return gradients;
  }
}
