package dev.unfold.worker.network;

import dev.unfold.worker.network.head.HeadForward;
import dev.unfold.worker.network.layer.Carry;
import dev.unfold.worker.network.layer.ChunkNoise;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.OutputConsumer;
import dev.unfold.worker.sequence.Chunk;

/** The forward pass of one stack and its head. */
final class StackNetworkForwardPass implements ForwardPass {
  private final StackNetwork network;
  private final PassMemory memory;
  private final Carry carry;
  private final LayerForward stack;
  private final HeadForward head;

  StackNetworkForwardPass(StackNetwork network, PassMemory memory) {
    this.network = network;
    this.memory = memory;
    carry = new Carry(network.carry(), memory);
    stack = network.stack().open(memory, LayerStates.carried(carry.states()));
    head = network.head().open(memory, stack.output());
  }

  @Override
  public void parametersChanged() {
    stack.parametersChanged();
    head.parametersChanged();
  }

  @Override
  public Carry carry() {
    return carry;
  }

  @Override
  public void run(Chunk chunk) {
    stack.forward(chunk, ChunkNoise.NONE);
  }

  @Override
  public double loss(Chunk chunk) {
    run(chunk);
    return head.loss(chunk);
  }

  @Override
  public void logitsInto(Chunk chunk, int lane, float[] logits) {
    run(chunk);
    head.outputInto((chunk.steps() - 1) * chunk.batch() + lane, logits);
  }

  @Override
  public void outputs(Chunk chunk, OutputConsumer consumer) {
    head.outputs(chunk, consumer);
  }

  @Override
  public TrainingPass openTraining() {
    return new StackNetworkTrainingPass(network, this, memory);
  }

  LayerForward stack() {
    return stack;
  }

  HeadForward head() {
    return head;
  }
}
