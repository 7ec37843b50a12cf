package dev.unfold.worker.sequence.batch;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.MaskedField;
import dev.unfold.worker.sequence.segment.ExampleSegment;
import java.util.Arrays;
import java.util.List;

/** Writes the inputs of examples into a chunk, one per lane. */
final class ExampleInputWriter {
  private final Chunk chunk;
  private final List<Integer> frameWidths;
  private final int maxCharacters;

  /**
   * @param shape the shape of a step
   * @param maxCharacters the maximum number of characters of a word, if words are also read as
   *     characters
   */
  ExampleInputWriter(Chunk chunk, DataShape shape, int maxCharacters) {
    this.chunk = chunk;
    frameWidths =
        shape.inputs().stream().filter(input -> !input.hasTokens()).map(InputShape::size).toList();
    this.maxCharacters = maxCharacters;
  }

  /** Clears the content of a chunk, including targets and their weights. */
  static void clear(Chunk chunk) {
    for (int input = 0; input < chunk.tokenInputs(); input++) {
      Arrays.fill(chunk.inputs(input), 0);
    }
    Arrays.fill(chunk.frames(), 0f);
    Arrays.fill(chunk.present(), false);
    Arrays.fill(chunk.targets(), Chunk.NO_TARGET);
    Arrays.fill(chunk.targetFrames(), 0f);
    Arrays.fill(chunk.resets(), false);
    chunk.weights().clear();
    chunk.characters().ifPresent(ExampleInputWriter::clear);
  }

  /** Writes the steps of a segment that are in a range. */
  void fill(int lane, ExampleSegment segment, StepRange range) {
    Example example = segment.example();
    int end = Math.min(segment.end(), range.endAhead());
    for (int step = Math.max(segment.first(), range.first()); step < end; step++) {
      int position = (step - range.first()) * chunk.batch() + lane;
      int read = step - segment.first();
      chunk.present()[position] = true;
      chunk.resets()[position] = step == 0;
      if (example.input() instanceof FieldSequence.Parts parts) {
        writeParts(parts, read, position);
      } else {
        write(example.input(), read, position, chunk.inputs(), chunk.frames());
      }
      if (chunk.characters().isPresent()) {
        writeCharacters(
            chunk.characters().get(), position, example.characters().orElseThrow().sets()[read]);
      }
    }
  }

  /**
   * Writes one step of several fields: each of ids to an input of its own, the others side by side.
   */
  private void writeParts(FieldSequence.Parts parts, int step, int position) {
    int first = position * (chunk.frames().length / chunk.present().length);
    int input = 0;
    int frame = 0;
    for (int i = 0; i < parts.parts().size(); i++) {
      if (parts.parts().get(i) instanceof FieldSequence.Ids ids) {
        chunk.inputs(input)[position] = ids.ids()[step];
        input++;
      } else {
        int width = frameWidths.get(frame);
        writeNumbers(parts.parts().get(i), step, chunk.frames(), first, width);
        first += width;
        frame++;
      }
    }
  }

  private void writeCharacters(Chunk characters, int wordPosition, int[] word) {
    for (int i = 0; i < Math.min(word.length, maxCharacters); i++) {
      int position = i * characters.batch() + wordPosition;
      characters.present()[position] = true;
      characters.inputs()[position] = word[i];
    }
  }

  /** Must be called after all lanes were filled. */
  void filled() {
    chunk.characters().ifPresent(ExampleInputWriter::cutToLongestWord);
  }

  private static void cutToLongestWord(Chunk characters) {
    int positions = characters.present().length;
    int steps = positions / characters.batch();
    while (steps > 1 && !anyPresent(characters, steps - 1)) {
      steps--;
    }
    characters.filled(steps);
  }

  private static boolean anyPresent(Chunk chunk, int step) {
    for (int i = step * chunk.batch(); i < (step + 1) * chunk.batch(); i++) {
      if (chunk.present()[i]) {
        return true;
      }
    }
    return false;
  }

  /** Writes one step of a field, either as an id or as numbers with the id 0. */
  static void write(FieldSequence read, int step, int position, int[] ids, float[] numbers) {
    FieldSequence field = read instanceof MaskedField masked ? masked.field() : read;
    int width = numbers.length / ids.length;
    ids[position] = 0;
    if (field instanceof FieldSequence.Ids tokens) {
      ids[position] = tokens.ids()[step];
    } else {
      writeNumbers(field, step, numbers, position * width, width);
    }
  }

  /** Writes one step of frames or sets as numbers. */
  private static void writeNumbers(
      FieldSequence field, int step, float[] numbers, int first, int width) {
    if (field instanceof FieldSequence.Frames frames) {
      System.arraycopy(frames.values(), step * width, numbers, first, width);
    } else if (field instanceof FieldSequence.IdSets sets) {
      for (int id : sets.sets()[step]) {
        numbers[first + id] = 1;
      }
    }
  }
}
