package dev.unfold.worker.network;

import dev.unfold.worker.network.decoder.DecoderForward;
import dev.unfold.worker.network.decoder.SourceEncoderForward;
import dev.unfold.worker.network.layer.Carry;
import dev.unfold.worker.network.layer.ChunkNoise;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.sequence.Chunk;

/**
 * The forward pass of a decoder and its source. If no lane is reset in a chunk, its sources are
 * those of the previous chunk and are not encoded again; step-by-step decoding relies on this.
 */
final class EncoderDecoderForwardPass implements ForwardPass {
  private final EncoderDecoder network;
  private final PassMemory memory;
  private final Carry carry;
  private final SourceEncoderForward source;
  private final DecoderForward decoder;
  private boolean unread = true;

  EncoderDecoderForwardPass(EncoderDecoder network, PassMemory memory) {
    this.network = network;
    this.memory = memory;
    carry = new Carry(network.carry(), memory);
    source = network.source().open(memory);
    decoder = network.decoder().open(memory, carry.states(), source);
  }

  @Override
  public void parametersChanged() {
    source.parametersChanged();
    decoder.parametersChanged();
    unread = true;
  }

  @Override
  public Carry carry() {
    return carry;
  }

  @Override
  public void run(Chunk chunk) {
    if (unread || startsAnew(chunk)) {
      read(chunk, ChunkNoise.NONE);
    }
    decoder.forward(chunk, ChunkNoise.NONE);
  }

  @Override
  public double loss(Chunk chunk) {
    run(chunk);
    return decoder.head().loss(chunk);
  }

  @Override
  public void logitsInto(Chunk chunk, int lane, float[] logits) {
    run(chunk);
    decoder.head().outputInto((chunk.steps() - 1) * chunk.batch() + lane, logits);
  }

  @Override
  public void outputs(Chunk chunk, OutputConsumer consumer) {
    decoder.head().outputs(chunk, consumer);
  }

  private static boolean startsAnew(Chunk chunk) {
    for (int position = 0; position < chunk.steps() * chunk.batch(); position++) {
      if (chunk.resets()[position]) {
        return true;
      }
    }
    return false;
  }

  /** Encodes the sources of a chunk. */
  void read(Chunk chunk, ChunkNoise noise) {
    Chunk from = source(chunk);
    source.forward(from, noise);
    decoder.read(from);
    unread = false;
  }

  static Chunk source(Chunk chunk) {
    return chunk
        .source()
        .orElseThrow(() -> new IllegalArgumentException("the chunk has no source"));
  }

  @Override
  public TrainingPass openTraining() {
    return new EncoderDecoderTrainingPass(network, this, memory);
  }

  SourceEncoderForward source() {
    return source;
  }

  DecoderForward decoder() {
    return decoder;
  }
}
