package dev.unfold.worker.network;

import dev.unfold.worker.network.decoder.DecoderBackward;
import dev.unfold.worker.network.decoder.DecoderForward;
import dev.unfold.worker.network.decoder.ScheduledSampling;
import dev.unfold.worker.network.decoder.SourceEncoderBackward;
import dev.unfold.worker.network.layer.ChunkNoise;
import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.sequence.Chunk;

/**
 * The training pass of a decoder and its source.
 *
 * @param reader the reader of the sources
 * @param decoder the forward half of the decoder
 * @param sourceBackward the backward half of the source encoder
 * @param decoderBackward the backward half of the decoder
 */
record EncoderDecoderTrainingPass(
    SourceReader reader,
    DecoderForward decoder,
    ScheduledSampling sampling,
    SourceEncoderBackward sourceBackward,
    DecoderBackward decoderBackward,
    Gradients gradients)
    implements ForwardPass.TrainingPass {
  @Override
  public double lossAndGradients(Chunk chunk, ChunkNoise noise) {
    Chunk read = forward(chunk, noise);
    sourceBackward.begin();
    double loss = decoderBackward.lossAndGradients(read, noise);
    sourceBackward.backward(SourceReader.source(chunk), noise);
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
    reader.read(chunk, noise);
    Chunk read = noise.teacherForcing() < 1 ? sampling.mix(chunk, noise) : chunk;
    decoder.forward(read, noise);
    return read;
  }
}
