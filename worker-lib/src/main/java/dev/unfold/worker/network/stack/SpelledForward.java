package dev.unfold.worker.network.stack;

import dev.unfold.worker.network.layer.Columns;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.Noise;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.States;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;

/** Reads words and, each in a lane of its own, their letters. */
final class SpelledForward implements LayerForward {
  private final PassMemory memory;
  private final PassMemory letterMemory;
  private final LayerForward words;
  private final LayerForward letters;
  private final Operand output;

  SpelledForward(SpelledEmbedding embedding, PassMemory memory) {
    this.memory = memory;
    letterMemory =
        new PassMemory(
            memory.gemm(),
            memory.workspace(),
            memory.parameters(),
            embedding.mostLetters(),
            memory.positions());
    words = embedding.words().open(memory);
    letters = embedding.letters().open(letterMemory, States.carried(List.of()));
    output = memory.activations(embedding.width());
  }

  @Override
  public void parametersChanged() {
    words.parametersChanged();
    letters.parametersChanged();
  }

  @Override
  public void forward(Chunk chunk, Noise noise) {
    Chunk spelling = spelling(chunk);
    words.forward(chunk, noise);
    letters.forward(spelling, noise);
    Matrix word = words.output().matrix();
    Matrix spelled = letters.output().matrix();
    int positions = chunk.steps() * chunk.batch();
    Matrix last = spelled.rows((spelling.steps() - 1) * spelling.batch(), spelling.batch());
    Columns.join(word, output.matrix(), 0, positions);
    Columns.join(last, output.matrix(), word.columns(), positions);
    output.rows(0, positions).refresh();
  }

  static Chunk spelling(Chunk chunk) {
    return chunk
        .spelling()
        .orElseThrow(() -> new IllegalArgumentException("the words are not spelled out"));
  }

  @Override
  public Operand output() {
    return output;
  }

  @Override
  public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
    return new SpelledBackward(this, gradient, outputGradient);
  }

  PassMemory memory() {
    return memory;
  }

  PassMemory letterMemory() {
    return letterMemory;
  }

  LayerForward words() {
    return words;
  }

  LayerForward letters() {
    return letters;
  }
}
