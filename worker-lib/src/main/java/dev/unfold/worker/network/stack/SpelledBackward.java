package dev.unfold.worker.network.stack;

import dev.unfold.worker.network.layer.Columns;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.Noise;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.TouchedRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Back-propagates to the embeddings of words and of letters. */
final class SpelledBackward implements LayerBackward {
  private final Matrix outputGradient;
  private final Matrix wordGradient;
  private final Matrix spelledGradient;
  private final LayerBackward words;
  private final LayerBackward letters;
  private final float[] zeros;

  SpelledBackward(SpelledForward forward, Matrix gradient, Matrix outputGradient) {
    this.outputGradient = outputGradient;
    PassMemory memory = forward.memory();
    int wordWidth = forward.words().output().columns();
    int spelledWidth = forward.letters().output().columns();
    wordGradient = memory.workspace().matrix(memory.positions(), wordWidth);
    spelledGradient = memory.workspace().matrix(forward.letterMemory().positions(), spelledWidth);
    words = forward.words().openBackward(gradient, wordGradient);
    letters = forward.letters().openBackward(gradient, spelledGradient);
    zeros = new float[spelledWidth];
  }

  @Override
  public void backward(Chunk chunk, Noise noise) {
    Chunk spelling = SpelledForward.spelling(chunk);
    int last = (spelling.steps() - 1) * spelling.batch();
    for (int i = 0; i < last + spelling.batch(); i++) {
      spelledGradient.put(i * zeros.length, zeros, zeros.length);
    }
    int positions = chunk.steps() * chunk.batch();
    Matrix ofLast = spelledGradient.rows(last, spelling.batch());
    Columns.split(outputGradient, 0, wordGradient, positions);
    Columns.split(outputGradient, wordGradient.columns(), ofLast, positions);
    words.backward(chunk, noise);
    letters.backward(spelling, noise);
  }

  @Override
  public Optional<Matrix> inputGradient() {
    return Optional.empty();
  }

  @Override
  public List<TouchedRows> touchedRows() {
    return Stream.of(words, letters).flatMap(part -> part.touchedRows().stream()).toList();
  }
}
