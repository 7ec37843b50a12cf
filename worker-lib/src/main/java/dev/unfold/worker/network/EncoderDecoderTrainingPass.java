package dev.unfold.worker.network;

import dev.unfold.worker.network.decoder.DecoderBackward;
import dev.unfold.worker.network.decoder.ScheduledSampling;
import dev.unfold.worker.network.decoder.SourceEncoderBackward;
import dev.unfold.worker.network.layer.ChunkNoise;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;
import java.util.stream.Stream;

/** The training pass of a decoder and its source. */
final class EncoderDecoderTrainingPass implements ForwardPass.TrainingPass {
  private final EncoderDecoderForwardPass forward;
  private final ScheduledSampling sampling;
  private final SourceEncoderBackward source;
  private final DecoderBackward decoder;
  private final Gradients gradients;

  EncoderDecoderTrainingPass(
      EncoderDecoder network, EncoderDecoderForwardPass forward, PassMemory memory) {
    this.forward = forward;
    sampling = new ScheduledSampling(forward.decoder(), forward.carry(), memory);
    Matrix vector = memory.workspace().vector(network.parameters().length());
    source = forward.source().openBackward(vector);
    decoder = forward.decoder().openBackward(vector, source);
    List<SparseRows> touched =
        Stream.concat(source.touchedRows().stream(), decoder.touchedRows().stream()).toList();
    gradients = new Gradients(network.parameters(), vector, touched);
  }

  @Override
  public double lossAndGradients(Chunk chunk, ChunkNoise noise) {
    Chunk read = forward(chunk, noise);
    source.begin();
    double loss = decoder.lossAndGradients(read, noise);
    source.backward(EncoderDecoderForwardPass.source(chunk), noise);
    return loss;
  }

  @Override
  public void run(Chunk chunk, ChunkNoise noise) {
    forward(chunk, noise);
  }

  /**
   * Runs source and decoder.
   *
   * @return the chunk that the decoder read
   */
  private Chunk forward(Chunk chunk, ChunkNoise noise) {
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
