package dev.unfold.worker.network;

import dev.unfold.worker.network.decoder.DecoderBackward;
import dev.unfold.worker.network.decoder.DecoderForward;
import dev.unfold.worker.network.decoder.ScheduledSampling;
import dev.unfold.worker.network.decoder.SourceEncoderBackward;
import dev.unfold.worker.network.layer.ForwardMode;
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
  public double lossAndGradients(Chunk chunk, ForwardMode mode) {
    Chunk read = forward(chunk, mode);
    sourceBackward.begin();
    double loss = decoderBackward.lossAndGradients(read, mode);
    sourceBackward.backward(chunk.requireSource(), mode);
    return loss;
  }

  @Override
  public void run(Chunk chunk, ForwardMode mode) {
    forward(chunk, mode);
  }

  /**
   * Runs source and decoder.
   *
   * @return the chunk that the decoder read
   */
  private Chunk forward(Chunk chunk, ForwardMode mode) {
    reader.read(chunk, mode);
    Chunk read = mode.teacherForcing() < 1 ? sampling.mix(chunk, mode) : chunk;
    decoder.forward(read, mode);
    return read;
  }
}
