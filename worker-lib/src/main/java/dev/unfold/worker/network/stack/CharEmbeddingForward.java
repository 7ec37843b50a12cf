package dev.unfold.worker.network.stack;

import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.Embedding;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.Workspace;
import java.util.List;

/** Reads words, and their characters in lanes of their own. */
final class CharEmbeddingForward implements LayerForward {

  /** The width of each direction, H. */
  private final int hidden;

  private final PassMemory memory;
  private final PassMemory characterMemory;
  private final CharLanes lanes;
  private final LayerForward words;
  private final LayerForward characters;
  private final Operand output;
  private final float[] zeros;

  /**
   * @param maxCharacters the maximum number of characters of a word; longer words are truncated
   */
  CharEmbeddingForward(
      Embedding words, LayerStack characters, int maxCharacters, PassMemory memory) {
    this.memory = memory;
    hidden = characters.width() / 2;
    lanes = new CharLanes(memory.positions(), maxCharacters);
    characterMemory =
        PassMemory.of(memory.gemm(), memory.workspace(), memory.parameters(), lanes.chunk());
    this.words = words.open(memory);
    this.characters = new StackForward(characters, characterMemory, LayerStates.carried(List.of()));
    output = memory.activations(words.width() + characters.width());
    zeros = new float[2 * hidden];
  }

  @Override
  public void parametersChanged() {
    words.parametersChanged();
    characters.parametersChanged();
  }

  @Override
  public void forward(Chunk chunk, ForwardMode mode) {
    lanes.fill(chunk);
    words.forward(chunk, mode);
    characters.forward(lanes.chunk(), mode);
    int positions = chunk.steps() * chunk.batch();
    ColumnBlocks.join(words.output().matrix(), output.matrix(), 0, positions);
    for (int position = 0; position < positions; position++) {
      putCharacterStates(position);
    }
    output.rows(0, positions).refresh();
  }

  private void putCharacterStates(int position) {
    Matrix both = output.matrix();
    int forward = (position + 1) * both.columns() - 2 * hidden;
    if (lanes.hasCharacters(position)) {
      Matrix states = characters.output().matrix();
      both.copy(forward, states, lanes.lastRow(position) * 2 * hidden, hidden);
      both.copy(forward + hidden, states, lanes.firstRow(position) * 2 * hidden + hidden, hidden);
    } else {
      both.put(forward, zeros, zeros.length);
    }
  }

  @Override
  public Operand output() {
    return output;
  }

  @Override
  public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
    Workspace workspace = memory.workspace();
    Matrix wordGradient = workspace.matrix(memory.positions(), words.output().columns());
    Matrix characterGradient = workspace.matrix(characterMemory.positions(), 2 * hidden);
    return new CharEmbeddingBackward(
        lanes,
        outputGradient,
        wordGradient,
        characterGradient,
        words.openBackward(gradient, wordGradient),
        characters.openBackward(gradient, characterGradient));
  }
}
